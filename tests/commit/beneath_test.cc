#include "commit/beneath.h"

#include <fcntl.h>
#include <gtest/gtest.h>

#include <cerrno>
#include <fstream>

#include "store/small_disk.h"
#include "store/temporary_directory.h"

namespace weir::commit {
namespace {

namespace fs = std::filesystem;

using Open = batch::Descriptor (*)(int, const std::string&, int, unsigned);

// By the system call, and by what stands in for it.
class Beneath : public testing::TestWithParam<Open> {
 protected:
  Beneath() {
    fs::create_directories(directory_ / "root/a/b");
    fs::create_directories(directory_ / "outside");
    std::ofstream(directory_ / "root/a/b/file") << "inside";
    std::ofstream(directory_ / "outside/file") << "outside";
    fs::create_directory_symlink(directory_ / "outside", directory_ / "root/link");
    fs::create_symlink("b/file", directory_ / "root/a/short");
    root_ = batch::Descriptor(::open((directory_ / "root").c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  }

  // 0, or the error.
  int open(const std::string& name, int flags = O_RDONLY) {
    const batch::Descriptor opened = GetParam()(root_.number(), name, flags, 0640);
    if (!opened) return errno;
    EXPECT_TRUE(::fcntl(opened.number(), F_GETFD) & FD_CLOEXEC);
    return 0;
  }

  test::TemporaryDirectory directory_;
  batch::Descriptor root_;
};

TEST_P(Beneath, OpensWhatIsThere) {
  EXPECT_EQ(open("."), 0);
  EXPECT_EQ(open("a", O_RDONLY | O_DIRECTORY), 0);
  EXPECT_EQ(open("a/b/file"), 0);
  EXPECT_EQ(open("a/b/none"), ENOENT);
  EXPECT_EQ(open("none/b/file"), ENOENT);
  EXPECT_EQ(open("a/b/file/deeper"), ENOTDIR);
  EXPECT_EQ(open("a/b/file", O_RDONLY | O_DIRECTORY), ENOTDIR);
}

TEST_P(Beneath, MakesFilesWithTheirMode) {
  EXPECT_EQ(open("a/b/new", O_RDWR | O_CREAT), 0);
  EXPECT_EQ(fs::status(directory_ / "root/a/b/new").permissions() & fs::perms::owner_all,
            fs::perms::owner_read | fs::perms::owner_write);
}

TEST_P(Beneath, NeverLeadsOut) {
  EXPECT_EQ(open("../outside/file"), EXDEV);
  EXPECT_EQ(open("a/../../outside/file"), EXDEV);
  EXPECT_EQ(open("/etc/passwd"), EXDEV);
}

TEST_P(Beneath, NeverFollowsALink) {
  EXPECT_NE(open("link/file"), 0);
  EXPECT_EQ(open("a/short"), ELOOP);
  EXPECT_EQ(open("a/short", O_RDWR | O_CREAT | O_TRUNC), ELOOP);
  std::ifstream inside(directory_ / "root/a/b/file");
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(inside), {}), "inside");
}

TEST_P(Beneath, NeverEntersAnotherFileSystem) {
  const test::SmallDisk disk(1 << 20);
  if (!disk.mounted()) GTEST_SKIP() << "mounting a small disk takes privileges";
  std::ofstream(disk.path() / "file") << "there";
  const batch::Descriptor above(::open(disk.path().parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  EXPECT_FALSE(GetParam()(above.number(), disk.path().filename().string() + "/file", O_RDONLY, 0));
  EXPECT_EQ(errno, EXDEV);
}

INSTANTIATE_TEST_SUITE_P(BothWays, Beneath, testing::Values(&open_beneath, &open_beneath_by_parts));

}  // namespace
}  // namespace weir::commit
