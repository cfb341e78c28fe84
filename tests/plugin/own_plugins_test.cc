// The plugins that come with weir, as the catalogue sees them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "plugin/catalogue.h"
#include "plugin/describe.h"

namespace weir::plugin {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr const char* kFolder = WEIR_BINARY_DIR "/lib/weir/plugins";

TEST(OwnPlugins, AreAllSound) {
  Catalogue catalogue(search_path({kFolder}, "", ""));
  catalogue.load_all();
  EXPECT_THAT(catalogue.names(), Not(IsEmpty()));
  for (const Problem& problem : catalogue.problems()) ADD_FAILURE() << problem.sentence();
}

TEST(OwnPlugins, AllListTheirStages) {
  for (const auto& file : std::filesystem::directory_iterator(kFolder)) {
    EXPECT_THAT(read_facts(file.path()).stages, Not(IsEmpty())) << file.path();
  }
}

TEST(OwnPlugins, AllStagesCanBeDescribed) {
  Catalogue catalogue(search_path({kFolder}, "", ""));
  for (const std::string& name : catalogue.names()) {
    const StageInfo* stage = catalogue.find(name);
    ASSERT_NE(stage, nullptr) << catalogue.why_unavailable(name);
    EXPECT_NE(stage->help, "") << name;
    EXPECT_THAT(describe_stage(*stage, catalogue.plugin_of(name)), HasSubstr("stage = \"" + name + "\""));
    const Table table = stage_table(*stage, catalogue.plugin_of(name));
    for (const Value& parameter : *table.find("parameters")->list()) {
      EXPECT_NE(*parameter.table()->find("help"), Value("")) << name;
    }
  }
}

}  // namespace
}  // namespace weir::plugin
