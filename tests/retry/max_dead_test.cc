// More dead letters than the graph allows stop the run, and it says for what.
#include "retry/flaky_run.h"

namespace weir::testing {
namespace {

using ::testing::HasSubstr;

class MaxDead : public FlakyRun {
 protected:
  void write_notes(int dead) {
    for (int i = 0; i < 40; ++i) {
      write_note("n" + std::to_string(100 + i), i < dead ? "FAIL rejected 99" : "says a word");
    }
  }
};

TEST_F(MaxDead, StopsTheRunAndNamesTheSignature) {
  write_graph("[run]\nmax_dead = 3\nbatch = \"1B\"\n");
  write_notes(30);
  const Ended ended = run({"--set", "run.threads=1"});
  EXPECT_EQ(ended.code, 3) << ended.err;
  EXPECT_THAT(ended.err, HasSubstr("run.max_dead allows 3"));
  EXPECT_THAT(ended.err, HasSubstr("are of flaky.rejected at flaky"));
  EXPECT_NE(ask("SELECT count(*) FROM batches WHERE state = 'pending'"), "0\n") << "it went on to the end";
  // With more allowed, it goes on where it stopped.
  EXPECT_EQ(run({"--set", "run.max_dead=30"}).code, 1);
  EXPECT_EQ(ask("SELECT count(*) FROM v_dead"), "30\n");
}

TEST_F(MaxDead, LetsARunEndThatHasNoMore) {
  write_graph("[run]\nmax_dead = \"10%\"\n");
  write_notes(4);
  EXPECT_EQ(run().code, 1);
}

TEST_F(MaxDead, IsAlsoAShare) {
  write_graph("[run]\nmax_dead = \"10%\"\n");
  write_notes(5);
  EXPECT_EQ(run().code, 3);
}

}  // namespace
}  // namespace weir::testing
