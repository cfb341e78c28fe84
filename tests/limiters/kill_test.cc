// A quota is kept whatever dies: however often a run is killed, the calls that were made outside are never more than
// the day allows; and what comes out in the end is what comes out without a limiter.
#include "limiters/asking_run.h"

#include <csignal>

#include <chrono>
#include <random>
#include <thread>

namespace weir::testing {
namespace {

using LimiterKills = AskingRun;

TEST_F(LimiterKills, CallsNeverExceedTheQuota) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  constexpr int kNotes = 120;
  constexpr int kKills = 50;
  write_notes(kNotes);
  write_graph("", "", "", false);
  ASSERT_EQ(run({"--directory", "free", "--quiet"}).code, 0);
  const auto expected = tree(workspace_ / "free/out");

  write_graph("[limiters.daily]\nrate = \"100/day\"\n", "daily = 1", ", lasts = \"2ms\"", false);
  int kills = 0;
  for (int round = 0; kills < kKills && round < 40; ++round) {
    const std::string directory = "run" + std::to_string(round);
    const std::vector<std::string> how{"--directory", directory, "--quiet", "--set", "run.batch_documents=2"};
    std::filesystem::remove(calls());
    int code = 0;
    while (code != 75 && kills < kKills) {
      Running running(arguments(how), workspace_.path());
      // When it has made a few calls more; sooner or later in each of them.
      const std::size_t enough = inside().size() + 1 + random() % 15;
      while (!running.ended() && inside().size() < enough) std::this_thread::yield();
      std::this_thread::sleep_for(std::chrono::microseconds(random() % 4000));
      running.send(SIGKILL);
      code = running.wait();
      kills += code == 128 + SIGKILL ? 1 : 0;
      ASSERT_LE(inside().size(), 100U);
      ASSERT_TRUE(code == 75 || code == 128 + SIGKILL) << code;
    }
    ASSERT_EQ(run(how).code, 75);
    ASSERT_LE(inside().size(), 100U);
    std::vector<std::string> raised = how;
    raised.insert(raised.end(), {"--set", "limiters.daily.rate=100000/day"});
    const Ended ended = run(raised);
    ASSERT_EQ(ended.code, 0) << ended.err;
    EXPECT_EQ(tree(workspace_ / (directory + "/out")), expected);
    EXPECT_EQ(command({"verify", directory}).code, 0);
  }
  EXPECT_EQ(kills, kKills) << "the kills came too late to say anything";
}

}  // namespace
}  // namespace weir::testing
