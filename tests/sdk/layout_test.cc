// What a plugin that was built and the engine must agree on. Whoever changes one of these raises WEIR_SDK_VERSION, so
// that the plugins of before are refused by name, and writes the new sizes here.
#include <gtest/gtest.h>

#include <cstddef>
#include <map>
#include <string>

#include <weir/block.h>
#include <weir/content.h>
#include <weir/database.h>
#include <weir/document.h>
#include <weir/emitter.h>
#include <weir/failure.h>
#include <weir/listing.h>
#include <weir/metadata.h>
#include <weir/params.h>
#include <weir/plugin.h>
#include <weir/record_writer.h>
#include <weir/scratch.h>
#include <weir/source_map.h>
#include <weir/stage_info.h>
#include <weir/text.h>
#include <weir/value.h>

namespace weir {
namespace {

using Sizes = std::map<std::string, std::size_t>;

#define WEIR_SIZE(type) \
  { #type, sizeof(type) }

Sizes sizes() {
  return {WEIR_SIZE(Block),        WEIR_SIZE(Content),       WEIR_SIZE(ContentStream), WEIR_SIZE(DatabaseSite),
          WEIR_SIZE(Document),     WEIR_SIZE(DocumentBody),  WEIR_SIZE(Emitter),       WEIR_SIZE(Failure),
          WEIR_SIZE(FileIdentity), WEIR_SIZE(LedgerRow),     WEIR_SIZE(ListedEntry),   WEIR_SIZE(MemoryNeed),
          WEIR_SIZE(Metadata),     WEIR_SIZE(Needs),         WEIR_SIZE(Origin),        WEIR_SIZE(ParamList),
          WEIR_SIZE(ParamSpec),    WEIR_SIZE(PluginInfo),    WEIR_SIZE(Reason),        WEIR_SIZE(RecordWriter),
          WEIR_SIZE(Scratch),      WEIR_SIZE(SourceEmitter), WEIR_SIZE(SourceMap),     WEIR_SIZE(StageInfo),
          WEIR_SIZE(Table),        WEIR_SIZE(Text),          WEIR_SIZE(Value)};
}

TEST(Layout, IsThatOfTheVersion) {
  static_assert(WEIR_SDK_VERSION == 2);
  const Sizes of_this_version{{"Block", 32},        {"Content", 32},       {"ContentStream", 80}, {"DatabaseSite", 104},
                              {"Document", 16},     {"DocumentBody", 272}, {"Emitter", 192},      {"Failure", 88},
                              {"FileIdentity", 48}, {"LedgerRow", 128},    {"ListedEntry", 280},  {"MemoryNeed", 16},
                              {"Metadata", 40},     {"Needs", 3},          {"Origin", 128},       {"ParamList", 80},
                              {"ParamSpec", 200},   {"PluginInfo", 24},    {"Reason", 64},        {"RecordWriter", 192},
                              {"Scratch", 56},      {"SourceEmitter", 8},  {"SourceMap", 120},    {"StageInfo", 464},
                              {"Table", 24},        {"Text", 160},         {"Value", 40}};
  EXPECT_EQ(sizes(), of_this_version);
}

}  // namespace
}  // namespace weir
