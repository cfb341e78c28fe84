#include "plugin/catalogue.h"

#include <dlfcn.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plugin/plugin_facts.h"
#include "plugin/plugin_folder.h"

namespace weir::plugin {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Catalogue, KnowsTheStagesOfAllPluginsWithoutLoadingAny) {
  PluginFolder folder;
  folder.add("upper");
  folder.add("pair");
  const Catalogue catalogue(folder.search());
  EXPECT_THAT(catalogue.names(), ElementsAre("pair.first", "pair.second", "upper"));
  EXPECT_THAT(folder.loaded(), IsEmpty());
  EXPECT_THAT(catalogue.problems(), IsEmpty());
}

TEST(Catalogue, LoadsOnlyThePluginOfTheStageThatIsAskedFor) {
  PluginFolder folder;
  folder.add("lower");
  folder.add("upper");
  folder.add("pair");
  folder.add("unlisted");
  Catalogue catalogue(folder.search());
  const StageInfo* stage = catalogue.find("pair.second");
  ASSERT_NE(stage, nullptr);
  EXPECT_EQ(stage->name, "pair.second");
  EXPECT_EQ(catalogue.find("pair.second"), stage);
  EXPECT_THAT(folder.loaded(), ElementsAre("pair"));
}

TEST(Catalogue, FindsAStageWhateverItsFileIsCalled) {
  PluginFolder folder;
  folder.add("upper", "my own stages.so");
  Catalogue catalogue(folder.search());
  EXPECT_NE(catalogue.find("upper"), nullptr);
}

TEST(Catalogue, LoadsFilesThatListNoStagesOnlyWhereNoOtherHasTheStage) {
  PluginFolder folder;
  folder.add("upper");
  folder.add("lower");
  folder.add("unlisted");
  Catalogue catalogue(folder.search());
  ASSERT_NE(catalogue.find("upper"), nullptr);
  EXPECT_THAT(folder.loaded(), ElementsAre("upper"));
  ASSERT_NE(catalogue.find("unlisted"), nullptr);
  EXPECT_THAT(folder.loaded(), ElementsAre("unlisted", "upper"));
}

TEST(Catalogue, GivesNothingForAStageThatNobodyHas) {
  PluginFolder folder;
  folder.add("upper");
  Catalogue catalogue(folder.search());
  EXPECT_EQ(catalogue.find("uper"), nullptr);
  EXPECT_EQ(catalogue.why_unavailable("uper"), "");
  EXPECT_THAT(folder.loaded(), IsEmpty());
}

TEST(Catalogue, LoadsEverythingForThoseWhoListEverything) {
  PluginFolder folder;
  folder.add("upper");
  folder.add("pair");
  folder.add("unlisted");
  Catalogue catalogue(folder.search());
  catalogue.load_all();
  EXPECT_THAT(catalogue.names(), ElementsAre("pair.first", "pair.second", "unlisted", "upper"));
  EXPECT_THAT(folder.loaded(), ElementsAre("pair", "unlisted", "upper"));
  EXPECT_THAT(catalogue.problems(), IsEmpty());
}

TEST(Catalogue, SaysWhichFileAStageComesFrom) {
  PluginFolder folder;
  const std::string path = folder.add("upper");
  Catalogue catalogue(folder.search());
  EXPECT_THROW(catalogue.plugin_of("upper"), std::out_of_range);
  ASSERT_NE(catalogue.find("upper"), nullptr);
  EXPECT_EQ(catalogue.plugin_of("upper").path, path);
  EXPECT_EQ(catalogue.plugin_of("upper").build_id, read_facts(path).build_id);
  EXPECT_EQ(catalogue.plugin_of("upper").build_id.size(), 40u);
}

TEST(Catalogue, NeverUnloadsAPlugin) {
  PluginFolder folder;
  const std::string path = folder.add("upper");
  const StageInfo* stage = nullptr;
  {
    Catalogue catalogue(folder.search());
    stage = catalogue.find("upper");
  }
  ASSERT_NE(stage, nullptr);
  void* still_loaded = dlopen(path.c_str(), RTLD_LAZY | RTLD_NOLOAD);
  ASSERT_NE(still_loaded, nullptr);
  dlclose(still_loaded);
  EXPECT_NE(stage->make(*stage->make_params(), nullptr), nullptr);
}

TEST(Catalogue, ShowsThePluginsSymbolsToNoOther) {
  PluginFolder folder;
  folder.add("upper");
  Catalogue catalogue(folder.search());
  ASSERT_NE(catalogue.find("upper"), nullptr);
  EXPECT_EQ(dlsym(RTLD_DEFAULT, plugin_symbol().c_str()), nullptr);
}

TEST(Catalogue, TakesAFileOnceThoughTwoDirectoriesLeadToIt) {
  PluginFolder folder;
  folder.add("upper", "real/upper.so");
  std::filesystem::create_directory(folder.path() + "/links");
  std::filesystem::create_symlink(folder.path() + "/real/upper.so", folder.path() + "/links/upper.so");
  Catalogue catalogue(search_path({folder.path() + "/links", folder.path() + "/real"}, "", ""));
  EXPECT_NE(catalogue.find("upper"), nullptr);
  EXPECT_EQ(catalogue.plugin_of("upper").path, folder.path() + "/real/upper.so");
  EXPECT_THAT(catalogue.problems(), IsEmpty());
}

}  // namespace
}  // namespace weir::plugin
