// The port `failed` in whole runs of the real binary: what one node rejects goes on by another branch, the books say
// what became of it there, and nothing of it depends on threads, batches or isolation.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "cli/process.h"

namespace weir::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

// `strict` rejects notes without a segment of ten words; `above` comes between it and the second try.
std::string graph_of_failures(const std::string& above, const std::string& second_from,
                              const std::string& records_from) {
  return R"([graph]
name = "notes"
[nodes.notes]
stage = "files"
with = { root = "notes", include = ["**/*.txt"] }
[nodes.text]
stage = "text"
from = "notes"
[nodes.strict]
stage = "segment"
from = "text"
with = { min_words = 10, on_empty = "fail" }
)" + above +
         R"([nodes.second]
stage = "segment"
from = ")" +
         second_from + R"("
with = { min_words = 3, on_empty = "drop" }
[nodes.gate]
stage = "quality_gate"
from = "second"
[nodes.records]
stage = "jsonl"
from = )" +
         records_from + "\nwith = { path = \"notes.jsonl\" }\n";
}

const std::string kGraphOfFailures = graph_of_failures("", "strict.failed", R"(["gate", "strict"])");

class FailedPort : public ::testing::Test {
 protected:
  // Of 60 notes 20 are rejected: 7 of them are done by the second try, 7 filtered there, and 6 dead of the gate.
  void SetUp() override {
    for (int i = 0; i < 60; ++i) {
      const std::string number = std::to_string(100 + i);
      std::string text = "Note " + number + " has more than the ten words that a segment has to have here.\n";
      if (i % 9 == 0) text = "three words " + number + "\n";
      if (i % 9 == 3) text = "word\n";
      if (i % 9 == 6) text = "not <b>plain</b> text " + number + "\n";
      workspace_.write("notes/n" + number + ".txt", text);
    }
    workspace_.write("notes.toml", kGraphOfFailures);
  }

  Ended run(const std::string& directory, const std::vector<std::string>& more = {},
            const std::string& graph = "notes.toml") {
    std::vector<std::string> arguments{"run", graph, "--directory", directory, "--quiet"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return weir(arguments, workspace_.path());
  }
  std::string records(const std::string& directory) { return read_file(workspace_ / (directory + "/out/notes.jsonl")); }
  std::string status(const std::string& directory) { return weir({"status", directory}, workspace_.path()).out; }

  Workspace workspace_;
};

TEST_F(FailedPort, WhatBecomesOfARejectedDocumentOnItsBranchIsItsVerdict) {
  const Ended ended = run("r");
  EXPECT_EQ(ended.code, 1) << ended.err;
  EXPECT_THAT(status("r"), HasSubstr("60 read = 47 done + 7 filtered + 6 dead   ✓"));
  EXPECT_THAT(status("r"), HasSubstr("filtered   7 at second: no_segments"));
  EXPECT_THAT(status("r"), HasSubstr("dead       6 at gate: quality.markup"));
  EXPECT_EQ(weir({"verify", "r"}, workspace_.path()).code, 0);
  const Ended why = weir({"why", "document", "n109.txt", "r"}, workspace_.path());
  EXPECT_THAT(why.out, HasSubstr("verdict    done"));
  EXPECT_THAT(why.out, HasSubstr("second: segment"));
  EXPECT_THAT(weir({"why", "document", "n106.txt", "r"}, workspace_.path()).out,
              HasSubstr("verdict    dead at gate: quality.markup"));
}

TEST_F(FailedPort, CarriesTheErrorToTheRecordAndKeepsTheOrderOfTheInput) {
  ASSERT_EQ(run("r").code, 1);
  const std::string all = records("r");
  const std::size_t before = all.find("\"id\":\"n108.txt/0\"");
  const std::size_t at = all.find("\"id\":\"n109.txt/0\"");
  const std::size_t after = all.find("\"id\":\"n110.txt/0\"");
  ASSERT_TRUE(before != std::string::npos && after != std::string::npos);
  EXPECT_TRUE(before < at && at < after);
  EXPECT_THAT(all.substr(at, after - at),
              HasSubstr(R"("error_node":"strict","error_class":"rejected","error_reason":"no_segments",)"
                        R"("error_message":"no text of at least 10 words")"));
  EXPECT_EQ(all.substr(before, at - before).find("error_"), std::string::npos);
}

TEST_F(FailedPort, OutputsDependOnNothingElse) {
  ASSERT_EQ(run("serial", {"--engine", "serial"}).code, 1);
  const auto expected = tree(workspace_ / "serial/out");
  const std::vector<std::vector<std::string>> ways{
      {"--set", "run.threads=1"},
      {"--set", "run.threads=4", "--set", "run.batch_documents=3"},
      {"--set", "classes.all.isolation=process", "--set", "run.batch_documents=7"},
      {"--set", "nodes.strict.workers=3", "--set", "nodes.second.workers=1", "--set", "run.batch_documents=1"}};
  for (std::size_t way = 0; way < ways.size(); ++way) {
    const std::string directory = "way" + std::to_string(way);
    EXPECT_EQ(run(directory, ways[way]).code, 1);
    EXPECT_EQ(tree(workspace_ / (directory + "/out")), expected) << "way " << way;
    EXPECT_THAT(status(directory), HasSubstr("60 read = 47 done + 7 filtered + 6 dead   ✓"));
  }
}

TEST_F(FailedPort, LeadsIntoACheckpointAndOutOfIt) {
  const std::string graph = graph_of_failures(
      "[nodes.kept]\nstage = \"checkpoint\"\nfrom = \"strict.failed\"\n[nodes.fine]\nstage = \"jsonl\"\nfrom = "
      "\"strict\"\nwith = { path = \"fine.jsonl\" }\n",
      "kept", R"("gate")");
  workspace_.write("phases.toml", graph);
  std::string plain = graph;
  const std::string from_kept = "from = \"kept\"";
  plain.replace(plain.find(from_kept), from_kept.size(), "from = \"strict.failed\"");
  plain.erase(plain.find("[nodes.kept]"), plain.find("[nodes.fine]") - plain.find("[nodes.kept]"));
  workspace_.write("plain.toml", plain);
  ASSERT_EQ(run("plain", {}, "plain.toml").code, 1);
  for (const std::string engine : {"parallel", "serial"}) {
    EXPECT_EQ(run(engine, {"--engine", engine, "--set", "run.batch_documents=5"}, "phases.toml").code, 1);
    EXPECT_EQ(tree(workspace_ / (engine + "/out")), tree(workspace_ / "plain/out"));
    EXPECT_THAT(status(engine), HasSubstr("60 read = 47 done + 7 filtered + 6 dead   ✓"));
  }
  EXPECT_EQ(weir({"verify", "parallel"}, workspace_.path()).code, 0);
}

// The edge is a part of the graph: with it, what was dead runs again.
TEST_F(FailedPort, TakenLaterIsAChangeOfTheGraph) {
  workspace_.write("notes.toml", graph_of_failures("", "strict", R"("gate")"));
  EXPECT_EQ(run("r").code, 1);
  EXPECT_THAT(status("r"), HasSubstr("20 dead"));
  workspace_.write("notes.toml", kGraphOfFailures);
  const Ended refused = run("r");
  EXPECT_EQ(refused.code, 78);
  EXPECT_THAT(refused.err, HasSubstr("strict.failed"));
  EXPECT_EQ(run("r", {"--rerun", "affected"}).code, 1);
  ASSERT_EQ(run("anew").code, 1);
  EXPECT_EQ(tree(workspace_ / "r/out"), tree(workspace_ / "anew/out"));
}

TEST(FailedPortGraph, OfTheProjectTriesAgainWhatOneStageRejects) {
  const Workspace workspace;
  const std::string graph = (graphs() / "second_try.toml").string();
  const Ended ended = weir({"run", graph, "--directory", "r"}, workspace.path());
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_EQ(read_file(workspace / "r/out/second_tries.jsonl"),
            "{\"error_node\":\"segments\",\"error_class\":\"rejected\",\"error_reason\":\"no_segments\","
            "\"error_message\":\"no text of at least 10 words\",\"text\":\"Too short to keep.\\n\"}\n");
  EXPECT_THAT(read_file(workspace / "r/out/segments.jsonl"), HasSubstr("\"id\":\"short.txt/0\""));
  EXPECT_EQ(weir({"validate", graph}, workspace.path()).code, 0);
  EXPECT_THAT(weir({"graph", graph}, workspace.path()).out, HasSubstr("├─ [failed] whole  segment\n"));
}

}  // namespace
}  // namespace weir::testing
