// What `weir plan` says before anything runs, by the real binary, and what a run says of it afterwards.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include "cli/process.h"

namespace weir::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;

class Plan : public ::testing::Test {
 protected:
  void SetUp() override {
    ::setenv("XDG_STATE_HOME", (workspace_ / "state").c_str(), 1);
    workspace_.write("notes.toml", kNotesGraph);
    for (int i = 0; i < 40; ++i) {
      workspace_.write("notes/n" + std::to_string(100 + i) + ".txt", std::string(1000 + 50 * i, 'x') + "\n");
    }
    measures_ = weir({"doctor"}, workspace_.path()).out.find("not measured") == std::string::npos;
  }
  void TearDown() override { ::unsetenv("XDG_STATE_HOME"); }

  Ended command(const std::vector<std::string>& words) const { return weir(words, workspace_.path()); }
  Ended plan(const std::vector<std::string>& more = {}) const {
    std::vector<std::string> words{"plan", "notes.toml"};
    words.insert(words.end(), more.begin(), more.end());
    return command(words);
  }

  const Workspace workspace_;
  bool measures_ = false;
};

TEST_F(Plan, SaysWhatIsDeclaredBeforeAnythingRan) {
  const Ended ended = plan();
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("all of 40 documents: nothing has run yet"));
  EXPECT_THAT(ended.out,
              ContainsRegex("small +20 MiB +40 +[0-9.]+ KiB +1 +10m00s +the engine +[0-9.]+ [KM]iB +declared"));
  EXPECT_THAT(ended.out, ContainsRegex("time +not known"));
  EXPECT_THAT(ended.out, ContainsRegex("memory +[0-9.]+ MiB at most +declared"));
  EXPECT_THAT(ended.out, HasSubstr("weir plan --sample 64"));
  EXPECT_FALSE(fs::exists(workspace_ / "runs"));
}

TEST_F(Plan, LearnsFromASampleAndLeavesNothingOfItBehind) {
  if (!measures_) GTEST_SKIP() << "this build's allocator measures nothing";
  const Ended ended = plan({"--sample", "5"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_THAT(ended.out, ContainsRegex("time +[0-9.]+ .?s +learned"));
  EXPECT_THAT(ended.out, ContainsRegex("memory +[0-9.]+ MiB at most +learned"));
  EXPECT_THAT(ended.out, ContainsRegex("disk +[0-9.]+ KiB of output +learned"));
  EXPECT_THAT(ended.out, ContainsRegex("bottleneck the processor: `[a-z]+` has"));
  EXPECT_TRUE(fs::is_empty(workspace_ / "runs"));
  EXPECT_EQ(plan().out, ended.out) << "the next plan begins with what the sample has learned";
}

TEST_F(Plan, OfASampleRemovesNothingThatWasThere) {
  ASSERT_EQ(command({"run", "notes.toml", "--directory", "runs/notes.sample", "--quiet"}).code, 0);
  const auto before = tree(workspace_ / "runs");
  EXPECT_EQ(plan({"--sample", "5"}).code, 0);
  EXPECT_TRUE(tree(workspace_ / "runs") == before);
}

TEST_F(Plan, WithoutAPlaceForItsSampleSaysSo) {
  workspace_.write("runs", "a file, and no folder");
  const Ended ended = plan({"--sample", "5"});
  EXPECT_EQ(ended.code, 73);
  EXPECT_THAT(ended.err, HasSubstr("cannot make a directory for the sample"));
}

TEST_F(Plan, IsOfWhatIsLeft) {
  ASSERT_EQ(command({"run", "notes.toml", "--quiet"}).code, 0);
  const Ended ended = plan({"--format", "json"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_THAT(ended.out, AllOf(HasSubstr("\"documents\":0"), HasSubstr("\"classes\":[]")));
  EXPECT_THAT(plan().out, HasSubstr("left       0 of 40 documents"));
}

TEST_F(Plan, OfARunThatWasStoppedIsOfTheRest) {
  for (int i = 0; i < 3000; ++i) workspace_.write("notes/m" + std::to_string(i) + ".txt", "Many notes here.\n");
  Running running({"run", "notes.toml", "--set", "run.batch_documents=1", "--quiet"}, workspace_.path());
  const fs::path part = workspace_ / "runs/notes/parts/records.1.part";
  std::error_code missing;
  while (!(fs::file_size(part, missing) > 0 && !missing) && !running.ended()) usleep(1000);
  running.send(SIGTERM);
  ASSERT_EQ(running.wait(), 75);
  const std::string status = command({"status", "--format", "json"}).out;
  const std::size_t begin = status.find("\"pending\":") + 10;
  const std::string left = status.substr(begin, status.find(',', begin) - begin);
  ASSERT_GT(std::stoul(left), 0U);
  ASSERT_LT(std::stoul(left), 3040U);
  EXPECT_THAT(plan({"--format", "json"}).out, HasSubstr("\"documents\":" + left + ","));
}

TEST_F(Plan, SaysThatTheGraphChanged) {
  ASSERT_EQ(command({"run", "notes.toml", "--quiet"}).code, 0);
  std::string graph = kNotesGraph;
  graph.replace(graph.find("[nodes.notes]"), 13, "[nodes.files]");
  graph.replace(graph.find("from = \"notes\""), 14, "from = \"files\"");
  workspace_.write("notes.toml", graph);
  const Ended ended = plan();
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("graph      changed"));
}

TEST_F(Plan, RefusesWhatTheBudgetCanNeverAdmit) {
  workspace_.write("notes/large.txt", std::string(3'000'000, 'x'));
  const Ended ended = plan({"--set", "limiters.memory.tokens=8MiB", "--sample", "3"});
  EXPECT_EQ(ended.code, 78);
  EXPECT_THAT(ended.err, HasSubstr("E052"));
  EXPECT_FALSE(fs::exists(workspace_ / "runs"));
}

TEST_F(Plan, SaysWhichClassRunsWhereAndHowManyAtOnce) {
  workspace_.write("notes/large.txt", std::string(1'100'000, 'x'));
  const std::string classes =
      "[classes.short]\nup_to = \"100KiB\"\ndeadline = \"5s\"\n[classes.rest]\nisolation = \"process\"\n";
  workspace_.write("notes.toml", kNotesGraph + classes);
  const Ended ended = plan({"--set", "run.threads=3", "--limit", "90", "--directory", "there"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("next: weir run notes.toml --set run.threads=3 --limit 90 --directory there\n"));
  EXPECT_THAT(ended.out, ContainsRegex("short +100 KiB +40 .* 1 +5.0 s +the engine .* 3\n"));
  EXPECT_THAT(ended.out, ContainsRegex("rest +- +1 .* 1 +- +a worker .* 3\n"));
  const Ended bounded = plan({"--set", "run.threads=3", "--set", "classes.rest.workers=2"});
  EXPECT_THAT(bounded.out, ContainsRegex("rest +- +1 .* 1 +- +a worker .* 2\n"));
  const Ended single = plan({"--set", "run.threads=3", "--set", "run.batches_in_flight=1"});
  EXPECT_THAT(single.out, ContainsRegex("short +100 KiB +40 .* 1 +5.0 s +the engine .* 1\n"));
}

TEST_F(Plan, QuotesTheNextCommandAsAShellReadsIt) {
  EXPECT_THAT(plan({"--directory", "John's run"}).out, HasSubstr("--directory 'John'\\''s run'\n"));
}

TEST_F(Plan, OfWhatRunsInWorkersIsLearnedFromASampleToo) {
  if (!measures_) GTEST_SKIP() << "this build's allocator measures nothing";
  workspace_.write("notes.toml", kNotesGraph + std::string("[classes.all]\nisolation = \"process\"\n"));
  const Ended ended = plan({"--sample", "5"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_THAT(ended.out, AllOf(ContainsRegex("all .* a worker "), ContainsRegex("time +[0-9.]+ .?s +learned"),
                               ContainsRegex("memory +[0-9.]+ MiB at most +learned")));
}

TEST_F(Plan, OfASampleOfNothingIsAnError) {
  const Ended ended = plan({"--sample", "0"});
  EXPECT_EQ(ended.code, 2);
  EXPECT_THAT(ended.err, HasSubstr("--sample: `0` is not a number of documents, 1 or more"));
}

TEST_F(Plan, OfASampleThatCannotRunSaysSo) {
  const Ended ended = plan({"--sample", "3", "--only", "n100.txt", "--set", "run.max_dead=0", "--input", "x"});
  EXPECT_EQ(ended.code, 2);
  EXPECT_THAT(ended.err, HasSubstr("--input must be NODE=PATH"));
}

TEST_F(Plan, IsComparedWithWhatTheRunTook) {
  if (!measures_) GTEST_SKIP() << "this build's allocator measures nothing";
  EXPECT_THAT(command({"run", "notes.toml", "--directory", "first"}).err, Not(HasSubstr("predicted")));
  EXPECT_THAT(command({"run", "notes.toml", "--directory", "second"}).err,
              ContainsRegex("predicted  [0-9.]+ .?s and [0-9.]+ MiB of memory"));
}

TEST_F(Plan, ARunCanReadASampleToo) {
  const std::vector<std::string> run{"run", "notes.toml", "--sample", "3"};
  const Ended ended = command(run);
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_THAT(ended.err, HasSubstr("3 read = 3 done"));
  EXPECT_THAT(read_file(workspace_ / "runs/notes/out/notes.jsonl"), HasSubstr("n139.txt")) << "the largest";
  EXPECT_EQ(command(run).code, 0) << "the same again";
  EXPECT_THAT(command({"run", "notes.toml"}).err, HasSubstr("begun with other inputs"));
}

}  // namespace
}  // namespace weir::testing
