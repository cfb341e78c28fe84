// What is refused, each with its own sentence, and what that takes along: its own stages and nothing else.
#include <dlfcn.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "plugin/catalogue.h"
#include "plugin/plugin_folder.h"

namespace weir::plugin {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;

// The one sentence about the one file that a folder with a sound plugin holds besides; `upper` must be there all the
// same.
std::string only_problem(PluginFolder& folder, const std::string& path) {
  folder.add("upper", "zz_sound.so");
  Catalogue catalogue(folder.search());
  catalogue.load_all();
  EXPECT_NE(catalogue.find("upper"), nullptr);
  EXPECT_THAT(catalogue.problems(), SizeIs(1));
  if (catalogue.problems().empty()) return {};
  EXPECT_EQ(catalogue.problems().front().path, path);
  return catalogue.problems().front().message;
}

TEST(RefusedPlugins, AWrongStampIsToldBeforeAnyCodeRuns) {
  PluginFolder folder;
  const std::string path = folder.add("wrong_stamp");
  EXPECT_THAT(only_problem(folder, path),
              AllOf(StartsWith("wrong stamp: built for SDK v1, gcc13, cxx11, and this weir takes SDK v2, gcc"),
                    HasSubstr("build it again")));
  EXPECT_THAT(folder.loaded(), ElementsAre("upper"));
  void* loaded = dlopen(path.c_str(), RTLD_NOW);  // had it been loaded, this is what would be seen
  ASSERT_NE(loaded, nullptr);
  EXPECT_THAT(folder.loaded(), ElementsAre("upper", "wrong_stamp"));
  dlclose(loaded);
}

TEST(RefusedPlugins, AnUndefinedSymbolIsNamed) {
  PluginFolder folder;
  const std::string path = folder.add("undefined_symbol");
  EXPECT_THAT(only_problem(folder, path),
              AllOf(StartsWith("cannot be loaded: undefined symbol: "), HasSubstr("nobody_defines_this")));
  Catalogue catalogue(folder.search());
  EXPECT_EQ(catalogue.find("undefined"), nullptr);
  EXPECT_THAT(catalogue.why_unavailable("undefined"), StartsWith(path + ": cannot be loaded: undefined symbol"));
}

TEST(RefusedPlugins, ALibraryWithoutTheFunctionIsNoPlugin) {
  PluginFolder folder;
  const std::string path = folder.add("plain_library");
  EXPECT_THAT(only_problem(folder, path), StartsWith("not a plugin: it exports no function weir_plugin_v2_gcc"));
  EXPECT_THAT(folder.loaded(), ElementsAre("upper"));
}

TEST(RefusedPlugins, ATextFileIsNoPlugin) {
  PluginFolder folder;
  const std::string path = folder.write("notes.so", std::string(4096, 'x'));
  EXPECT_EQ(only_problem(folder, path), "not a plugin: not a shared library");
}

TEST(RefusedPlugins, AnEmptyFileIsNoPlugin) {
  PluginFolder folder;
  const std::string path = folder.write("empty.so", "");
  EXPECT_EQ(only_problem(folder, path), "not a plugin: not a shared library");
}

TEST(RefusedPlugins, ATruncatedFileIsNoPlugin) {
  PluginFolder folder;
  const std::string path = folder.add("lower");
  std::filesystem::resize_file(path, std::filesystem::file_size(path) / 2);
  EXPECT_EQ(only_problem(folder, path), "not a plugin: the file is cut off");
}

TEST(RefusedPlugins, APipeIsNoPlugin) {
  PluginFolder folder;
  const std::string path = folder.path() + "/pipe.so";
  ASSERT_EQ(mkfifo(path.c_str(), 0600), 0);
  EXPECT_EQ(only_problem(folder, path), "not a plugin: not a regular file");
}

TEST(RefusedPlugins, ALinkToNowhereIsNoPlugin) {
  PluginFolder folder;
  const std::string path = folder.path() + "/gone.so";
  std::filesystem::create_symlink("/nowhere/at/all.so", path);
  EXPECT_EQ(only_problem(folder, path), "not a plugin: not a regular file");
}

TEST(RefusedPlugins, AFileWithoutBuildIdIsRefused) {
  PluginFolder folder;
  const std::string path = folder.add("no_build_id");
  EXPECT_THAT(only_problem(folder, path), HasSubstr("--build-id"));
}

TEST(RefusedPlugins, ARegistrationThatThrowsTakesItsOwnFileOnly) {
  PluginFolder folder;
  const std::string path = folder.add("throws_at_registration");
  EXPECT_EQ(only_problem(folder, path), "its registration failed: no licence key");
}

TEST(RefusedPlugins, ANoteThatListsSomeStagesOnlyIsRefused) {
  PluginFolder folder;
  const std::string path = folder.add("partly_listed");
  EXPECT_THAT(only_problem(folder, path), StartsWith("registers `shown`, `hidden`, but lists `shown`: write each"));
}

TEST(RefusedPlugins, TwoPluginsWithOneStageNameAreBothNamedBeforeAnyIsLoaded) {
  PluginFolder folder;
  const std::string first = folder.add("upper");
  const std::string second = folder.add("upper_too");
  folder.add("lower");
  Catalogue catalogue(folder.search());
  EXPECT_EQ(catalogue.find("upper"), nullptr);
  EXPECT_EQ(catalogue.why_unavailable("upper"),
            first + ": stage `upper` is in " + second + " too: of two plugins with one stage name, remove one");
  EXPECT_THAT(catalogue.names(), ElementsAre("lower"));
  EXPECT_THAT(folder.loaded(), IsEmpty());
  catalogue.load_all();
  EXPECT_EQ(catalogue.find("upper"), nullptr);
  EXPECT_NE(catalogue.find("lower"), nullptr);
  EXPECT_THAT(catalogue.problems(), SizeIs(1));
}

TEST(RefusedPlugins, TwoPluginsWithOneStageNameAreSeenInDifferentDirectoriesToo) {
  PluginFolder folder;
  folder.add("upper", "a/upper.so");
  folder.add("upper", "b/upper.so");
  Catalogue catalogue(search_path({folder.path() + "/a"}, folder.path() + "/b", ""));
  EXPECT_EQ(catalogue.find("upper"), nullptr);
  EXPECT_THAT(catalogue.why_unavailable("upper"), HasSubstr("two plugins with one stage name"));
}

TEST(RefusedPlugins, TwoPluginsWithOneStageNameAreSeenOnceLoadedWhereTheyListNone) {
  PluginFolder folder;
  const std::string first = folder.add("unlisted");
  const std::string second = folder.add("unlisted_too");
  Catalogue catalogue(folder.search());
  EXPECT_EQ(catalogue.find("unlisted"), nullptr);
  EXPECT_THAT(catalogue.why_unavailable("unlisted"), AllOf(StartsWith(second), HasSubstr(first)));
}

TEST(RefusedPlugins, AMalformedStageTakesItselfOnly) {
  PluginFolder folder;
  const std::string path = folder.add("malformed");
  Catalogue catalogue(folder.search());
  catalogue.load_all();
  EXPECT_NE(catalogue.find("sound"), nullptr);
  EXPECT_EQ(catalogue.find("loud"), nullptr);
  EXPECT_EQ(catalogue.why_unavailable("loud"), path + ": stage `loud` declares `word` twice");
  EXPECT_EQ(catalogue.why_unavailable("throws"), path + ": stage `throws` cannot declare its parameters");
}

TEST(RefusedPlugins, AFileThatOthersMayWriteIsNeverLoaded) {
  PluginFolder folder;
  const std::string path = folder.add("lower");
  ASSERT_EQ(chmod(path.c_str(), 0646), 0);
  EXPECT_EQ(only_problem(folder, path), "others may write to it (mode 0646): chmod o-w");
  EXPECT_THAT(folder.loaded(), ElementsAre("upper"));
  Catalogue catalogue(folder.search());
  EXPECT_EQ(catalogue.find("lower"), nullptr);
  EXPECT_THAT(catalogue.why_unavailable("lower"), StartsWith(path + ": others may write to it"));
}

TEST(RefusedPlugins, NothingIsLoadedFromADirectoryThatOthersMayWrite) {
  for (const mode_t mode : {0757, 01777}) {  // the sticky bit of a directory keeps nobody from adding files
    PluginFolder folder;
    folder.add("lower", "open/lower.so");
    folder.add("upper", "closed/upper.so");
    ASSERT_EQ(chmod((folder.path() + "/open").c_str(), mode), 0);
    Catalogue catalogue(search_path({folder.path() + "/open", folder.path() + "/closed"}, "", ""));
    catalogue.load_all();
    EXPECT_NE(catalogue.find("upper"), nullptr);
    EXPECT_EQ(catalogue.find("lower"), nullptr);
    EXPECT_THAT(catalogue.why_unavailable("lower"), HasSubstr("its directory " + folder.path() + "/open others may"));
    EXPECT_THAT(folder.loaded(), ElementsAre("upper"));
  }
}

TEST(RefusedPlugins, ALinkLeadsToNothingThatLiesWhereOthersMayWrite) {
  PluginFolder folder;
  const std::string real = folder.add("lower", "open/lower.so");
  ASSERT_EQ(chmod((folder.path() + "/open").c_str(), 0757), 0);
  std::filesystem::create_directory(folder.path() + "/links");
  std::filesystem::create_symlink(real, folder.path() + "/links/lower.so");
  Catalogue catalogue(search_path({folder.path() + "/links"}, "", ""));
  EXPECT_EQ(catalogue.find("lower"), nullptr);
  EXPECT_THAT(catalogue.why_unavailable("lower"), HasSubstr("others may write to it"));
}

}  // namespace
}  // namespace weir::plugin
