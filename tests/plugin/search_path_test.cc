#include "plugin/search_path.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "plugin/catalogue.h"
#include "plugin/plugin_folder.h"

namespace weir::plugin {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class InDirectory {
 public:
  explicit InDirectory(const fs::path& directory) : before_(fs::current_path()) { fs::current_path(directory); }
  ~InDirectory() { fs::current_path(before_); }

 private:
  fs::path before_;
};

class SearchPathTest : public ::testing::Test {
 protected:
  std::string make(const std::string& name) {
    fs::create_directories(folder_.path() / name);
    return (folder_.path() / name).string();
  }
  harness::TemporaryDirectory folder_;
};

TEST_F(SearchPathTest, GoesFromTheCommandLineToTheEnvironmentToTheProgram) {
  const std::string given = make("given");
  const std::string one = make("one");
  const std::string two = make("two");
  const std::string own = make("lib/weir/plugins");
  make("bin");
  const SearchPath search = search_path({given}, one + ":" + two, (folder_.path() / "bin/weir").string());
  EXPECT_THAT(search.directories, ElementsAre(given, one, two, own));
  EXPECT_THAT(search.problems, IsEmpty());
}

TEST_F(SearchPathTest, NamesEachDirectoryOnceWithoutLinks) {
  const std::string real = make("real");
  const std::string link = (folder_.path() / "link").string();
  fs::create_directory_symlink(real, link);
  EXPECT_THAT(search_path({link, real, real + "/../real"}, real, "").directories, ElementsAre(real));
}

TEST_F(SearchPathTest, TakesADirectoryThatWasTypedRelativeToTheCurrentOne) {
  const std::string mine = make("mine");
  const InDirectory here(folder_.path());
  EXPECT_THAT(search_path({"mine"}, "", "").directories, ElementsAre(mine));
}

TEST_F(SearchPathTest, NeverTakesTheCurrentDirectoryFromTheEnvironment) {
  const InDirectory here(folder_.path());
  make("relative");
  EXPECT_THAT(search_path({}, "", "").directories, IsEmpty());
  EXPECT_THAT(search_path({}, ":::", "").directories, IsEmpty());
  const SearchPath search = search_path({}, ".:relative", "");
  EXPECT_THAT(search.directories, IsEmpty());
  EXPECT_THAT(search.problems, ElementsAre(Problem{".", "WEIR_PLUGIN_PATH takes absolute directories only"},
                                           Problem{"relative", "WEIR_PLUGIN_PATH takes absolute directories only"}));
}

TEST_F(SearchPathTest, SaysWhatWasNamedAndIsNotThere) {
  const std::string missing = (folder_.path() / "missing").string();
  const std::string file = folder_.write("file", "x").string();
  EXPECT_THAT(search_path({missing}, file, "/nowhere/bin/weir").problems,
              ElementsAre(Problem{missing, "there is no such directory"}, Problem{file, "there is no such directory"}));
}

TEST_F(SearchPathTest, ReadsTheEnvironmentOfTheProcess) {
  const std::string mine = make("mine");
  setenv("WEIR_PLUGIN_PATH", mine.c_str(), 1);
  const SearchPath search = search_path({});
  unsetenv("WEIR_PLUGIN_PATH");
  ASSERT_FALSE(search.directories.empty());
  EXPECT_EQ(search.directories.front(), mine);
}

TEST_F(SearchPathTest, APluginInTheCurrentDirectoryIsNotFound) {
  PluginFolder plugins;
  plugins.add("upper");
  const InDirectory here(plugins.path());
  Catalogue catalogue(search_path({}, "", ""));
  EXPECT_EQ(catalogue.find("upper"), nullptr);
}

}  // namespace
}  // namespace weir::plugin
