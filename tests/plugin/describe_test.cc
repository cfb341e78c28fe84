#include "plugin/describe.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <weir/plugin.h>

namespace weir::plugin {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class Cuts final : public Transform {
 public:
  struct Params {
    std::int64_t max_words = 380;
    double score = 0.65;
    std::string form = "10-K";
    std::string model;
    Size buffer{std::uint64_t{1} << 20};
    Secret key;
    void declare(ParamList& list) {
      list.required("model", model, "the model's file").file();
      list.optional("max_words", max_words, "longest segment,\nin words").range(1, 10000);
      list.optional("score", score, "lowest score accepted").range(0.0, 1.0);
      list.optional("form", form, "kind of report").one_of({"10-K", "10-Q"});
      list.optional("buffer", buffer, "read at once").not_in_output();
      list.optional("key", key, "of the service");
    }
  };
  explicit Cuts(const Params&) {}
  void process(Document, Emitter&) override {}
};

class WritesToPath final : public Sink {
 public:
  struct Params {
    std::string path;
    void declare(ParamList& list) { list.required("path", path, "output file"); }
  };
  explicit WritesToPath(const Params&) {}
  void encode(const Document&, RecordWriter&) override {}
};

StageInfo cuts() {
  Needs needs;
  needs.network = true;
  return stage<Cuts>("text.cuts", "Cuts texts.")
      .version(3)
      .port("rest")
      .drops("too_short", "fewer words than asked for")
      .fails("cuts.no_model", "the model cannot be read")
      .memory(8.0, 3 << 20)
      .needs(needs)
      .waits()
      .data_version("icu", "72.1");
}

const PluginId kPlugin{"/opt/weir/cuts.so", "0123abcd"};

TEST(Describe, ListsStagesInColumns) {
  const StageInfo one = cuts();
  const StageInfo two = stage<WritesToPath>("lines", "WritesToPath lines.").writes_volume("path");
  EXPECT_EQ(describe_list({&one, &two}),
            "STAGE      KIND       WHAT IT DOES\n"
            "text.cuts  transform  Cuts texts.\n"
            "lines      sink       WritesToPath lines.\n");
}

TEST(Describe, TellsAllAboutAStage) {
  EXPECT_EQ(describe_stage(cuts(), kPlugin), R"(text.cuts  transform, version 3
Cuts texts.

  takes     one document at a time
  ports     out, rest; failed, for what it rejects
  memory    8.0 x the source document + 3 MiB
  needs     the network
  waits     on something outside: its calls have threads of their own
  data      icu 72.1
  plugin    /opt/weir/cuts.so
  build-id  0123abcd

parameters
  model      string, required, a file beside the graph
             the model's file
  max_words  integer, default 380, 1 to 10000
             longest segment,
             in words
  score      number, default 0.65, 0 to 1
             lowest score accepted
  form       string, default "10-K", one of "10-K", "10-Q"
             kind of report
  buffer     size, default "1MiB", changes no output
             read at once
  key        secret
             of the service

reasons to drop
  too_short  fewer words than asked for

reasons to fail
  cuts.no_model  the model cannot be read

a node to paste

[nodes.cuts]
stage = "text.cuts"
from = "..."         # the node that it takes its documents from

[nodes.cuts.with]
model = "..."      # the model's file
# max_words = 380  # longest segment, in words
# score = 0.65     # lowest score accepted
# form = "10-K"    # kind of report
# buffer = "1MiB"  # read at once
# key = "..."      # of the service
)");
}

TEST(Describe, TellsWhereASinkWrites) {
  EXPECT_THAT(describe_stage(stage<WritesToPath>("lines", "WritesToPath.").writes_volume("path"), kPlugin),
              AllOf(HasSubstr("  writes    one file, which `path` names\n"), Not(HasSubstr("ports"))));
  EXPECT_THAT(describe_stage(stage<WritesToPath>("lines", "WritesToPath.").writes_files("path"), kPlugin),
              HasSubstr("files for each source document, which `path` names"));
}

TEST(Describe, GivesTheSameAsATable) {
  const Table table = stage_table(cuts(), kPlugin);
  EXPECT_EQ(*table.find("name"), Value("text.cuts"));
  EXPECT_EQ(*table.find("kind"), Value("transform"));
  EXPECT_EQ(*table.find("build_id"), Value("0123abcd"));
  EXPECT_EQ(*table.find("ports"), Value(List{"out", "rest"}));
  EXPECT_EQ(*table.find("memory")->table()->find("fixed"), Value(3 << 20));
  EXPECT_EQ(*table.find("needs")->table()->find("network"), Value(true));
  const Table& words = *table.find("parameters")->list()->at(1).table();
  EXPECT_EQ(*words.find("name"), Value("max_words"));
  EXPECT_EQ(*words.find("default"), Value(380));
  EXPECT_EQ(*words.find("lowest"), Value(1.0));
  const Table& key = *table.find("parameters")->list()->at(5).table();
  EXPECT_TRUE(key.find("default")->is_null());
  EXPECT_EQ(*table.find("drops")->list()->at(0).table()->find("help"), Value("fewer words than asked for"));
  EXPECT_THAT(*table.find("node")->string(), HasSubstr("[nodes.cuts]"));
}

}  // namespace
}  // namespace weir::plugin
