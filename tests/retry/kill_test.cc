// Exactly once, also for documents that run again: however often a run is killed in the midst of retries, it publishes
// what a run without trouble publishes, and each document is done once.
#include <csignal>

#include <chrono>
#include <random>
#include <thread>

#include "retry/flaky_run.h"

namespace weir::testing {
namespace {

using RetryKills = FlakyRun;

TEST_F(RetryKills, OutputsAreThoseOfARunWithoutTrouble) {
  write_graph("[retry]\nattempts = 100\nbackoff = \"1ms..20ms\"\n");
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  constexpr int kNotes = 60;
  for (int i = 0; i < kNotes; ++i) {
    const std::string times = std::to_string(random() % 6);
    const char* text = random() % 3 == 0 ? "FAIL transient " : random() % 4 == 0 ? "FAIL memory " : "says ";
    write_note("n" + std::to_string(100 + i), text + times);
  }
  const auto expected = untroubled();
  int kills = 0;
  for (int round = 0; round < 4; ++round) {
    forget_marks();
    const std::string directory = "run" + std::to_string(round);
    const std::vector<std::string> how{"--directory",
                                       directory,
                                       "--quiet",
                                       "--set",
                                       "run.batch=64B",
                                       "--set",
                                       "run.threads=" + std::to_string(1 + random() % 4)};
    for (int kill = 0; kill < 8; ++kill) {
      Running running(arguments(how), workspace_.path());
      std::this_thread::sleep_for(std::chrono::milliseconds(5 + random() % 100));
      running.send(SIGKILL);
      kills += running.wait() == 128 + SIGKILL ? 1 : 0;
    }
    const Ended ended = run(how);
    ASSERT_EQ(ended.code, 0) << ended.err;
    EXPECT_EQ(tree(workspace_ / (directory + "/out")), expected);
    EXPECT_EQ(ask("SELECT sum(read), sum(done) FROM batches", directory),
              std::to_string(kNotes) + "|" + std::to_string(kNotes) + "\n");
    EXPECT_EQ(weir({"verify", directory}, workspace_.path()).code, 0);
  }
  EXPECT_GT(kills, 4) << "the kills came too late to say anything";
}

}  // namespace
}  // namespace weir::testing
