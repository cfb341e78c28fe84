// Which program a name stands for, and what is said where it stands for none.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

#include "command/program.h"
#include "sdk_harness.h"

namespace weir::command {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;

class FindProgram : public ::testing::Test {
 protected:
  FindProgram() : path_(std::getenv("PATH")) {}
  ~FindProgram() override { ::setenv("PATH", path_.c_str(), 1); }

  void write(const std::string& name, bool executable) const {
    const fs::path file = folder_.write(name, "#!/bin/sh\n");
    if (executable) fs::permissions(file, fs::perms::owner_all);
  }
  std::string base() const { return folder_.path().string(); }
  std::string found(const std::string& name) const { return find_program({name}, base()).file; }
  std::string why_not(const std::string& name) const {
    try {
      return "found: " + found(name);
    } catch (const std::runtime_error& error) {
      return error.what();
    }
  }

  const std::string path_;
  const harness::TemporaryDirectory folder_;
};

TEST_F(FindProgram, LooksInTheFoldersOfPathInTheirOrder) {
  write("one/tool", false);
  write("two/tool", true);
  write("three/tool", true);
  ::setenv("PATH", (base() + "/none:" + base() + "/one:" + base() + "/two:" + base() + "/three").c_str(), 1);
  EXPECT_EQ(found("tool"), base() + "/two/tool");
}

TEST_F(FindProgram, PassesByFoldersThatAreNotAbsolute) {
  write("tool", true);
  const fs::path before = fs::current_path();
  fs::current_path(base());
  ::setenv("PATH", ":.:/nowhere", 1);
  const std::string said = why_not("tool");
  fs::current_path(before);
  EXPECT_EQ(said,
            "no program `tool` is in the folders of PATH; install it, correct its name in `command`, or give its "
            "path there");
}

TEST_F(FindProgram, ANameWithASlashBeginsAtTheFolderOfTheGraph) {
  write("bin/tool", true);
  EXPECT_EQ(found("bin/tool"), base() + "/bin/tool");
  EXPECT_EQ(found("./bin/tool"), base() + "/bin/tool");
  EXPECT_EQ(found("/bin/sh"), "/bin/sh");
}

TEST_F(FindProgram, SaysWhyAFileIsNoProgram) {
  write("bin/text", false);
  ::setenv("PATH", (base() + "/bin").c_str(), 1);
  EXPECT_THAT(why_not("./bin/text"), AllOf(HasSubstr(base() + "/bin/text"), HasSubstr("chmod +x")));
  EXPECT_THAT(why_not("./bin"), HasSubstr("it is no file"));
  EXPECT_THAT(why_not("./none"), AllOf(HasSubstr("No such file"), HasSubstr("folder of the graph file")));
  EXPECT_THAT(why_not("text"), AllOf(HasSubstr("no program `text`"), HasSubstr("/bin/text is passed by: it may not")));
}

}  // namespace
}  // namespace weir::command
