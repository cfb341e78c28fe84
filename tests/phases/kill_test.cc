// Exactly once with phases: killed at any moment, above a checkpoint, between phases or inside a fold, a run publishes
// what an uninterrupted one publishes.
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <random>
#include <thread>

#include "phases/graphs.h"

namespace weir::testing {
namespace {

constexpr int kKills = 50;
constexpr int kMostKillsInARun = 8;

TEST(ExactlyOnceWithPhases, OutputsAreTheSameAfterFiftyKillsAtRandomMoments) {
  const PhasesWorkspace workspace;
  workspace.write_notes(400);
  workspace.write("notes/n0100.txt", "This one is to DIE BELOW.\n");
  workspace.write("notes.toml", notes_graph(node("kept", "checkpoint", "text") + node("some", "test.obedient", "kept") +
                                            node("unique", "dedupe", "some") + node("end", "test.reverse", "unique")));
  const auto started = std::chrono::steady_clock::now();
  ASSERT_EQ(workspace.run("whole", {"--engine", "serial"}).code, 1);
  const auto whole = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - started);
  const std::string expected = workspace.output("whole");
  ASSERT_FALSE(expected.empty());

  const unsigned seed = std::random_device{}();
  RecordProperty("seed", std::to_string(seed));
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  int kills = 0;
  for (int round = 0; kills < kKills; ++round) {
    const std::string directory = "run" + std::to_string(round);
    const std::vector<std::string> threads{"--set", "run.threads=" + std::to_string(1 + random() % 4)};
    for (int attempt = 0; attempt < kMostKillsInARun && kills < kKills; ++attempt) {
      Running running(workspace.arguments(directory, threads), workspace.path());
      std::this_thread::sleep_for(whole * (random() % 1000) / 1000);
      running.send(SIGKILL);
      if (running.wait() == 128 + SIGKILL) ++kills;
    }
    ASSERT_EQ(workspace.run(directory, threads).code, 1);
    ASSERT_EQ(workspace.output(directory), expected) << directory;
    ASSERT_EQ(weir({"verify", directory}, workspace.path()).code, 0) << directory;
    std::filesystem::remove_all(workspace / directory);
  }
}

}  // namespace
}  // namespace weir::testing
