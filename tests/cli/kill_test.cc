// Exactly once: however often a run is killed, what it publishes is what an uninterrupted serial run publishes.
#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <random>
#include <thread>

#include "cli/process.h"

namespace weir::testing {
namespace {

namespace fs = std::filesystem;

constexpr int kKills = 50;
constexpr int kMostKillsInARun = 6;
constexpr int kCopies = 12;

// The samples many times over, so that a run lasts long enough to be killed in the midst of it.
fs::path make_inputs(const Workspace& workspace) {
  fs::path inputs = workspace / "inputs";
  fs::create_directories(inputs);
  for (int copy = 0; copy < kCopies; ++copy) {
    fs::copy(samples(), inputs / ("copy" + std::to_string(copy)), fs::copy_options::recursive);
  }
  return inputs;
}

std::vector<std::string> arguments(const fs::path& inputs, const std::string& directory, int threads) {
  return {
      "run",   (graphs() / "sec_risk_factors.toml").string(), inputs.string(), "--directory",    directory, "--quiet",
      "--set", "run.threads=" + std::to_string(threads),      "--set",         "run.batch=16KiB"};
}

int run_to_the_end(const fs::path& inputs, const std::string& directory, int threads, const Workspace& workspace) {
  return weir(arguments(inputs, directory, threads), workspace.path()).code;
}

TEST(ExactlyOnce, OutputsAreTheSameAfterFiftyKillsAtRandomMoments) {
  const Workspace workspace;
  const fs::path inputs = make_inputs(workspace);
  auto serial = arguments(inputs, "serial", 1);
  serial.insert(serial.end(), {"--engine", "serial"});
  const auto started = std::chrono::steady_clock::now();
  ASSERT_LE(weir(serial, workspace.path()).code, 1);
  const auto whole = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - started);
  const auto expected = tree(workspace / "serial/out");
  ASSERT_GT(expected.size(), 1u);

  const unsigned seed = std::random_device{}();
  RecordProperty("seed", std::to_string(seed));
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  int kills = 0;
  for (int round = 0; kills < kKills; ++round) {
    const std::string directory = "run" + std::to_string(round);
    const int threads = 1 + static_cast<int>(random() % 4);
    for (int attempt = 0; attempt < kMostKillsInARun && kills < kKills; ++attempt) {
      Running running(arguments(inputs, directory, threads), workspace.path());
      std::this_thread::sleep_for(whole * (random() % 1000) / 1000);
      running.send(SIGKILL);
      if (running.wait() == 128 + SIGKILL) ++kills;
    }
    ASSERT_LE(run_to_the_end(inputs, directory, threads, workspace), 1);
    ASSERT_EQ(tree(workspace / (directory + "/out")), expected) << directory;
    ASSERT_TRUE(fs::is_empty(workspace / (directory + "/parts"))) << "parts are left";
    fs::remove_all(workspace / directory);
  }
}

TEST(ExactlyOnce, OutputsAreTheSameAtAnyNumberOfThreads) {
  const Workspace workspace;
  const fs::path inputs = make_inputs(workspace);
  auto serial = arguments(inputs, "serial", 1);
  serial.insert(serial.end(), {"--engine", "serial"});
  ASSERT_LE(weir(serial, workspace.path()).code, 1);
  const auto expected = tree(workspace / "serial/out");
  for (const int threads : {1, 2, 8}) {
    const std::string directory = "threads" + std::to_string(threads);
    ASSERT_LE(run_to_the_end(inputs, directory, threads, workspace), 1);
    EXPECT_EQ(tree(workspace / (directory + "/out")), expected) << threads << " threads";
  }
}

}  // namespace
}  // namespace weir::testing
