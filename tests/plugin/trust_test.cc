#include "plugin/trust.h"

#include <gmock/gmock.h>
#include <grp.h>
#include <gtest/gtest.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sdk_harness.h"

namespace weir::plugin {
namespace {

using ::testing::HasSubstr;
using ::testing::Optional;

constexpr gid_t kForeign = 54321;

TEST(Trust, AcceptsWhatOnlyTheUserMayWrite) {
  const harness::TemporaryDirectory folder;
  const std::string file = folder.write("a.so", "x").string();
  ASSERT_EQ(chmod(file.c_str(), 0644), 0);
  EXPECT_EQ(why_not_trusted(file), std::nullopt);
  EXPECT_EQ(why_not_trusted(folder.path().string()), std::nullopt);
}

TEST(Trust, RefusesWhatOthersMayWrite) {
  const harness::TemporaryDirectory folder;
  const std::string file = folder.write("a.so", "x").string();
  ASSERT_EQ(chmod(file.c_str(), 0602), 0);
  EXPECT_THAT(why_not_trusted(file), Optional(HasSubstr("others may write to it (mode 0602)")));
}

TEST(Trust, RefusesWhatAForeignGroupMayWrite) {
  if (geteuid() != 0) GTEST_SKIP() << "only root can give a file to a foreign group";
  const harness::TemporaryDirectory folder;
  const std::string file = folder.write("a.so", "x").string();
  ASSERT_EQ(chown(file.c_str(), 0, kForeign), 0);
  ASSERT_EQ(chmod(file.c_str(), 0660), 0);
  EXPECT_THAT(why_not_trusted(file), Optional(HasSubstr("its group may write to it (mode 0660)")));
  ASSERT_EQ(chmod(file.c_str(), 0640), 0);
  EXPECT_EQ(why_not_trusted(file), std::nullopt);
}

TEST(Trust, AcceptsWhatTheUsersPrivateGroupMayWrite) {
  const group* own = getgrgid(getegid());
  const passwd* user = getpwuid(geteuid());
  if (!own || !user || std::string(own->gr_name) != user->pw_name || own->gr_mem[0]) {
    GTEST_SKIP() << "this user has no private group";
  }
  const harness::TemporaryDirectory folder;
  const std::string file = folder.write("a.so", "x").string();
  ASSERT_EQ(chmod(file.c_str(), 0664), 0);
  EXPECT_EQ(why_not_trusted(file), std::nullopt);
}

TEST(Trust, RefusesWhatAnotherUserOwns) {
  if (geteuid() != 0) GTEST_SKIP() << "only root can give a file away";
  const harness::TemporaryDirectory folder;
  const std::string file = folder.write("a.so", "x").string();
  ASSERT_EQ(chown(file.c_str(), kForeign, 0), 0);
  EXPECT_THAT(why_not_trusted(file), Optional(HasSubstr("belongs to another user (54321)")));
}

TEST(Trust, RefusesWhatIsNotThere) {
  EXPECT_THAT(why_not_trusted("/nowhere/at/all"), Optional(HasSubstr("No such file")));
}

}  // namespace
}  // namespace weir::plugin
