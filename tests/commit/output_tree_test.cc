#include "commit/output_tree.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "commit/error.h"
#include "commit/file_names.h"
#include "store/temporary_directory.h"

namespace weir::commit {
namespace {

namespace fs = std::filesystem;

class OutputTreeTest : public testing::Test {
 protected:
  void place(const std::string& name, const std::string& bytes) {
    tree_.make_folders(name);
    const std::string temporary = tree_.stage(bytes, "run");
    tree_.sync_staged();
    tree_.place(temporary, name);
    tree_.sync_names();
  }

  std::string read(const std::string& name) {
    std::ifstream file(root() / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  CommitError::Kind failure_of_placing(const std::string& name) {
    try {
      place(name, "bytes");
    } catch (const CommitError& error) {
      EXPECT_NE(std::string(error.what()).find(root().string()), std::string::npos) << error.what();
      return error.kind();
    }
    ADD_FAILURE() << "was placed: " << name;
    return CommitError::Kind::disk_full;
  }

  fs::path root() const { return directory_ / "out"; }

  test::TemporaryDirectory directory_;
  OutputTree tree_{root()};
};

TEST_F(OutputTreeTest, PlacesFilesInFoldersOfAnyDepth) {
  place("a", "1");
  place("b/c/d/e.json", "2");
  place("b/c/f.json", "3");
  EXPECT_EQ(read("a"), "1");
  EXPECT_EQ(read("b/c/d/e.json"), "2");
  EXPECT_EQ(read("b/c/f.json"), "3");
  EXPECT_TRUE(fs::is_empty(root() / ".weir"));
}

TEST_F(OutputTreeTest, PlacesMoreFilesThanAProcessMayHaveOpen) {
  std::vector<std::string> temporaries;
  for (int i = 0; i < 2000; ++i) {
    tree_.make_folders("folder" + std::to_string(i) + "/file");
    temporaries.push_back(tree_.stage(std::to_string(i), "run"));
  }
  tree_.sync_staged();
  for (int i = 0; i < 2000; ++i) tree_.place(temporaries[i], "folder" + std::to_string(i) + "/file");
  tree_.sync_names();
  EXPECT_EQ(read("folder0/file"), "0");
  EXPECT_EQ(read("folder1999/file"), "1999");
}

TEST_F(OutputTreeTest, KnowsAFileThatIsRightAlready) {
  place("a/b.json", "right");
  EXPECT_TRUE(tree_.holds("a/b.json", "right"));
  EXPECT_FALSE(tree_.holds("a/b.json", "wrong"));
  EXPECT_FALSE(tree_.holds("a/b.json", "longer"));
  EXPECT_FALSE(tree_.holds("a/c.json", "right"));
  EXPECT_FALSE(tree_.holds("x/c.json", "right"));
  const std::string large(300'000, 'x');
  place("large", large);
  EXPECT_TRUE(tree_.holds("large", large));
  EXPECT_FALSE(tree_.holds("large", large.substr(1) + "y"));
}

TEST_F(OutputTreeTest, NeverFollowsASymbolicLink) {
  const fs::path outside = directory_ / "outside";
  fs::create_directories(outside);
  std::ofstream(outside / "victim") << "untouched";
  fs::create_directory_symlink(outside, root() / "link");
  fs::create_symlink(outside / "victim", root() / "file");
  EXPECT_EQ(failure_of_placing("link/victim"), CommitError::Kind::cannot_write);
  EXPECT_EQ(failure_of_placing("link/deeper/victim"), CommitError::Kind::cannot_write);
  // A link that has a file's name is replaced, not followed.
  EXPECT_FALSE(tree_.holds("file", "untouched"));
  place("file", "new");
  EXPECT_EQ(read("file"), "new");
  std::ifstream victim(outside / "victim");
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(victim), {}), "untouched");
  EXPECT_EQ(std::distance(fs::directory_iterator(outside), fs::directory_iterator()), 1);
}

TEST_F(OutputTreeTest, NeverLeavesTheDirectory) {
  // Names like this are refused before; the tree does not rely on it.
  fs::create_directories(directory_ / "sibling");
  EXPECT_EQ(failure_of_placing("../sibling/file"), CommitError::Kind::cannot_write);
  EXPECT_TRUE(fs::is_empty(directory_ / "sibling"));
}

TEST_F(OutputTreeTest, SaysWhereAFileOrADirectoryIsInTheWay) {
  place("a", "file");
  EXPECT_EQ(failure_of_placing("a/b"), CommitError::Kind::cannot_write);
  fs::create_directories(root() / "d");
  EXPECT_EQ(failure_of_placing("d"), CommitError::Kind::cannot_write);
}

TEST_F(OutputTreeTest, DoesNotWaitForAPipe) {
  ASSERT_EQ(::mkfifo((root() / "pipe").c_str(), 0600), 0);
  EXPECT_FALSE(tree_.holds("pipe", "bytes"));
  place("pipe", "file");
  EXPECT_EQ(read("pipe"), "file");
}

TEST_F(OutputTreeTest, RemovesFilesAndMindsNotWhereTheyAreGone) {
  place("a/b", "1");
  tree_.remove("a/b");
  tree_.remove("a/b");
  tree_.remove("no/such/folder");
  EXPECT_FALSE(fs::exists(root() / "a/b"));
}

TEST(OutputNames, AreRelativeAndMadeOfPlainParts) {
  EXPECT_EQ(find_fault("a"), std::nullopt);
  EXPECT_EQ(find_fault("a/b.c/d-e_f.json"), std::nullopt);
  EXPECT_EQ(find_fault("a/.weir"), std::nullopt);
  EXPECT_EQ(find_fault(std::string(255, 'x')), std::nullopt);
  for (const std::string name :
       {"", "/", "/a", "a/", "a//b", ".", "..", "../a", "a/../b", "a/./b", ".weir", ".weir/x"}) {
    EXPECT_NE(find_fault(name), std::nullopt) << name;
  }
  EXPECT_NE(find_fault(std::string(256, 'x')), std::nullopt);
  EXPECT_NE(find_fault(std::string("a\0b", 3)), std::nullopt);
  std::string deep;
  for (int i = 0; i < 2001; ++i) deep += "x/";
  EXPECT_NE(find_fault(deep + "x"), std::nullopt);
}

}  // namespace
}  // namespace weir::commit
