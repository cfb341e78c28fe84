// graphs/large_apart.toml, with the real binary: where a document runs, for how long and how often is what it says.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "cli/process.h"
#include "cli/sqlite_query.h"

namespace weir::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class LargeApart : public ::testing::Test {
 protected:
  LargeApart() {
    ::setenv("WEIR_PLUGIN_PATH", WEIR_TEST_POISON, 1);
    std::filesystem::copy(graphs() / "notes", workspace_ / "notes");
    workspace_.write("large_apart.toml", read_file(graphs() / "large_apart.toml"));
  }

  // A large note that does as it says, in a node of its own above `segments`.
  void poison(const std::string& word) {
    workspace_.write("notes/poison.txt", "poison: " + word + "\n" + std::string(600, 'x') + "\n");
    std::string graph = read_file(workspace_ / "large_apart.toml");
    const std::string segments = "[nodes.segments]\nstage = \"segment\"\nfrom = \"text\"\n";
    graph.replace(graph.find(segments), segments.size(),
                  "[nodes.odd]\nstage = \"test.poison\"\nfrom = \"text\"\n"
                  "[nodes.segments]\nstage = \"segment\"\nfrom = \"odd\"\n");
    workspace_.write("large_apart.toml", graph);
  }

  Ended run(const std::vector<std::string>& settings = {}, const std::string& directory = "r") const {
    std::vector<std::string> words{"run", "large_apart.toml", "--directory", directory};
    for (const std::string& each : settings) words.insert(words.end(), {"--set", each});
    return weir(words, workspace_.path());
  }
  // That napped.
  std::set<std::string> processes(const std::string& directory) const {
    const std::string log = read_file(workspace_ / (directory + "/logs/run.jsonl"));
    const std::regex nap("nap of process ([0-9]+)[.]");
    std::set<std::string> found;
    for (std::sregex_iterator at(log.begin(), log.end(), nap), end; at != end; ++at) found.insert((*at)[1]);
    return found;
  }
  std::string ask(const std::string& sql) const { return query(workspace_ / "r/store.sqlite", sql); }

  const Workspace workspace_;
};

TEST_F(LargeApart, WhatIsRejectedIsDeadAtOnceAndTheRestIsWritten) {
  const Ended ended = run();
  EXPECT_EQ(ended.code, 1) << ended.err;
  EXPECT_THAT(ended.err, HasSubstr("3 read = 2 done + 0 filtered + 1 dead"));
  EXPECT_EQ(ask("SELECT attempt, class, reason FROM attempts"), "1|rejected|no_segments\n");
  EXPECT_THAT(read_file(workspace_ / "r/out/segments.jsonl"), HasSubstr("\"id\":\"ferry.txt/0\""));
  EXPECT_THAT(read_file(workspace_ / "r/out/segments.jsonl"), Not(HasSubstr("Too short")));
}

TEST_F(LargeApart, MoreDeadLettersThanAreAllowedStopTheRun) {
  const Ended ended = run({"run.max_dead=0"});
  EXPECT_EQ(ended.code, 3) << ended.err;
  EXPECT_THAT(ended.err, HasSubstr("too many dead letters: run.max_dead allows 0; 1 are of no_segments at segments"));
}

TEST_F(LargeApart, ALargeNoteThatCrashesRunsAgainOnceAndCostsNothingElse) {
  poison("segv");
  const Ended ended = run({"run.max_dead=2", "retry.backoff=1ms..2ms"});
  EXPECT_EQ(ended.code, 1) << ended.err;
  EXPECT_THAT(ended.err, HasSubstr("4 read = 2 done + 0 filtered + 2 dead"));
  EXPECT_EQ(ask("SELECT attempt, message FROM attempts WHERE class = 'crash' ORDER BY attempt"),
            "1|its worker died of SIGSEGV\n2|its worker died of SIGSEGV\n");
  EXPECT_EQ(ask("SELECT count(*) FROM sessions"), "1\n") << "the engine died";
}

// Not one of the large, it crashes the engine, which starts anew; a process of its own is what `escalate` gives it
// then.
TEST_F(LargeApart, ASmallOneThatCrashesIsGivenAProcessOfItsOwn) {
  poison("segv");
  const Ended ended = run({"run.max_dead=2", "retry.backoff=1ms..2ms", "classes.small.up_to=5kB"});
  EXPECT_EQ(ended.code, 1) << ended.err;
  EXPECT_EQ(ask("SELECT attempt, message FROM attempts WHERE class = 'crash' ORDER BY attempt"),
            "1|the engine died of SIGSEGV while `odd` had this document\n2|its worker died of SIGSEGV\n");
  EXPECT_NE(ask("SELECT count(*) FROM sessions"), "1\n");
}

TEST_F(LargeApart, ALargeNoteThatTakesTooLongHasAsManyAttemptsAsTheGraphSays) {
  poison("loop");
  const Ended ended = run({"run.max_dead=2", "retry.backoff=1ms..2ms", "classes.large.deadline=200ms"});
  EXPECT_EQ(ended.code, 1) << ended.err;
  EXPECT_EQ(ask("SELECT count(*), class, reason FROM attempts WHERE node = 'odd' GROUP BY class, reason"),
            "3|timeout|deadline\n");
}

// Each naps for so long that every thread has one at a time, if it may.
TEST_F(LargeApart, NoMoreProcessesAreAtWorkThanTheClassHasWorkers) {
  poison("nap");
  for (int i = 0; i < 8; ++i) {
    std::filesystem::copy(workspace_ / "notes/poison.txt", workspace_ / ("notes/poison" + std::to_string(i) + ".txt"));
  }
  const std::vector<std::string> settings{"classes.large.workers=4", "run.threads=4", "run.batch_documents=1",
                                          "run.max_dead=20"};
  EXPECT_EQ(run(settings, "free").code, 1);
  EXPECT_GT(processes("free").size(), 2u);
  std::vector<std::string> bounded = settings;
  bounded.front() = "classes.large.workers=2";
  EXPECT_EQ(run(bounded, "bounded").code, 1);
  EXPECT_EQ(processes("bounded").size(), 2u);
  EXPECT_EQ(tree(workspace_ / "bounded/out"), tree(workspace_ / "free/out"));
}

}  // namespace
}  // namespace weir::testing
