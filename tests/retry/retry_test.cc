// A document that failed of something that may pass runs again, alone; its neighbours do not wait for it.
#include <csignal>

#include <chrono>
#include <thread>

#include "retry/flaky_run.h"

namespace weir::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class Retry : public FlakyRun {
 protected:
  // Seven notes in one batch; the third and the last one fail twice.
  void write_notes() {
    for (const char* name : {"a", "b", "d", "e", "f"}) write_note(name, std::string("says ") + name);
    write_note("c", "FAIL transient 2");
    write_note("g", "FAIL timeout 2");
  }

  // Until the store says so, which it does in the end.
  void wait_for(const std::string& sql, const std::string& answer) const {
    for (int i = 0; i < 2'000; ++i) {
      if (std::filesystem::exists(workspace_ / "runs/notes/store.sqlite") && ask(sql) == answer) return;
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    FAIL() << sql;
  }
};

TEST_F(Retry, WhatPassesIsAsIfItHadNotBeen) {
  write_graph();
  write_notes();
  const auto expected = untroubled();
  for (const std::vector<std::string>& how : std::vector<std::vector<std::string>>{{}, {"--engine", "serial"}}) {
    forget_marks();
    const Ended ended = run(how);
    EXPECT_EQ(ended.code, 0) << ended.err;
    EXPECT_THAT(ended.err, HasSubstr("7 read = 7 done + 0 filtered + 0 dead   ✓ the books balance"));
    EXPECT_EQ(tree(workspace_ / "runs/notes/out"), expected);
    EXPECT_EQ(ask("SELECT e.path, a.attempt, a.class, a.node, a.reason FROM attempts a JOIN entries e USING (entry) "
                  "ORDER BY 1, 2"),
              "c|1|transient|flaky|flaky.transient\nc|2|transient|flaky|flaky.transient\n"
              "g|1|timeout|flaky|flaky.timeout\ng|2|timeout|flaky|flaky.timeout\n");
    EXPECT_EQ(ask("SELECT count(*) FROM batches"), "3\n") << "the others did not wait for them";
    std::filesystem::remove_all(workspace_ / "runs");
  }
}

TEST_F(Retry, WhatDoesNotPassIsDeadWithAllOfItsAttempts) {
  write_graph("[retry]\nattempts = 4\nbackoff = \"1ms..5ms\"\n");
  write_note("a", "says a");
  write_note("b", "FAIL transient 9");
  const Ended ended = run();
  EXPECT_EQ(ended.code, 1) << ended.err;
  EXPECT_THAT(ended.err, HasSubstr("2 read = 1 done + 0 filtered + 1 dead   ✓ the books balance"));
  EXPECT_EQ(ask("SELECT reason, attempts, environment FROM v_dead"), "flaky.transient|4|1\n");
  EXPECT_EQ(ask("SELECT count(*) FROM attempts WHERE started_ms <= ended_ms"), "4\n");
  EXPECT_EQ(std::filesystem::file_size(workspace_ / "marks/b"), 4U) << "it was not run as often as it says";
}

TEST_F(Retry, ASecondCrashIsFinal) {
  write_graph("[retry]\nattempts = 9\nbackoff = \"1ms..5ms\"\n");
  write_note("a", "FAIL crash 1");
  write_note("b", "FAIL crash 2");
  EXPECT_EQ(run().code, 1);
  EXPECT_EQ(ask("SELECT path, attempts FROM v_dead"), "b|2\n");
}

TEST_F(Retry, WhatCannotBeMendedRunsOnce) {
  write_graph("[retry]\non = [\"transient\"]\nbackoff = \"1ms..5ms\"\n");
  write_note("a", "FAIL rejected 1");
  write_note("b", "FAIL timeout 1");
  write_note("c", "FAIL transient 1");
  EXPECT_EQ(run().code, 1);
  EXPECT_EQ(ask("SELECT path, attempts FROM v_dead ORDER BY 1"), "a|1\nb|1\n");
}

TEST_F(Retry, WithinBoundsTheWholeOfIt) {
  write_graph("[retry]\nwithin = \"1min\"\nbackoff = \"1ms..5ms\"\n");
  write_note("a", "LATER 100");
  EXPECT_EQ(run().code, 1);
  EXPECT_EQ(ask("SELECT reason, attempts FROM v_dead"), "flaky.later|1\n");
}

TEST_F(Retry, AnInputThatIsGoneAndComesBackIsRead) {
  write_graph();
  write_note("a", "HIDE b");
  write_note("b", "says b");
  write_note("c", "SHOW b");
  const Ended ended = run({"--engine", "serial", "--set", "run.batch=1B"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_THAT(ask("SELECT reason FROM attempts"), HasSubstr("source.gone"));
  EXPECT_THAT(read_file(workspace_ / "runs/notes/out/notes.jsonl"), HasSubstr("says b"));
}

TEST_F(Retry, AStopDoesNotWaitAndTheNextStartGoesOnCounting) {
  write_graph();
  write_note("a", "says a");
  write_note("b", "LATER 3600");
  const auto expected = untroubled();
  Running running(arguments(), workspace_.path());
  wait_for("SELECT count(*) FROM batches WHERE not_before_ms IS NOT NULL", "1\n");
  running.send(SIGTERM);
  EXPECT_EQ(running.wait(), 75);
  const Ended status = weir({"status", "runs/notes"}, workspace_.path());
  EXPECT_THAT(status.out, HasSubstr("1 document failed and runs again"));
  EXPECT_THAT(status.out, HasSubstr("1 read = 1 done + 0 filtered + 0 dead"));
  // The hour passes.
  ask("UPDATE batches SET not_before_ms = 1 WHERE not_before_ms IS NOT NULL");
  EXPECT_EQ(run().code, 0);
  EXPECT_EQ(tree(workspace_ / "runs/notes/out"), expected);
  EXPECT_EQ(std::filesystem::file_size(workspace_ / "marks/b"), 2U);
}

TEST_F(Retry, WhatLosesItsFileNameWhileAnEarlierOneWaitsIsDeadInTheEnd) {
  write_graph();
  // Both write x12.json; the first one comes later in time, and has the name all the same.
  write_note("x", "FAIL transient 2");
  write_note("x1", "says y");
  const Ended ended = run({"--set", "nodes.each.with.path={path}{rest}.json"});
  EXPECT_EQ(ended.code, 1) << ended.err;
  EXPECT_EQ(ask("SELECT path, reason FROM v_dead"), "x1|name_taken\n");
  EXPECT_THAT(read_file(workspace_ / "runs/notes/out/x12.json"), HasSubstr("FAIL transient"));
  EXPECT_THAT(read_file(workspace_ / "runs/notes/out/notes.jsonl"), Not(HasSubstr("says y")));
}

}  // namespace
}  // namespace weir::testing
