// kill -9 at random moments, several times in a run: what is published in the end is what an undisturbed run publishes.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <random>
#include <thread>

#include "commit/synthetic_run.h"
#include "store/temporary_directory.h"

namespace weir::commit {
namespace {

using test::SyntheticSettings;

constexpr int kKills = 50;

// Runs in a process of its own; true if it came to its end before it was killed.
bool run_and_kill(const SyntheticSettings& settings, std::chrono::microseconds after) {
  const pid_t child = ::fork();
  if (child == 0) {
    try {
      test::run_synthetic(settings);
      ::_exit(0);
    } catch (const std::exception& error) {
      std::fprintf(stderr, "%s\n", error.what());
      ::_exit(1);
    }
  }
  std::this_thread::sleep_for(after);
  ::kill(child, SIGKILL);
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_TRUE(WIFSIGNALED(status) || WEXITSTATUS(status) == 0) << "the run ended with an error";
  return WIFEXITED(status);
}

TEST(Kills, AtRandomMomentsChangeNoOutput) {
  const std::uint32_t seed = 20'260'722;
  std::mt19937 random(seed);
  int kills = 0;
  int runs = 0;
  while (kills < kKills) {
    const test::TemporaryDirectory directory;
    SyntheticSettings settings;
    settings.run_directory = directory / "run";
    settings.output_directory = directory / "out";
    settings.batches = 200;
    settings.threads = 2;
    const auto start = std::chrono::steady_clock::now();
    int kills_of_run = 0;
    std::chrono::microseconds longest{3000};
    bool ended = false;
    while (!ended) {
      settings.seed = random();
      // Longer each time, so that every run comes to its end in spite of being killed.
      ended = run_and_kill(settings, std::chrono::microseconds(random() % longest.count()));
      longest += longest / 4;
      if (!ended) ++kills_of_run;
    }
    ASSERT_EQ(test::read_tree(settings.output_directory), test::expected_outputs(settings))
        << "seed " << seed << ", run " << runs << ", after " << kills_of_run << " kills";
    EXPECT_FALSE(std::filesystem::exists(settings.output_directory / ".weir"));
    EXPECT_TRUE(std::filesystem::is_empty(settings.run_directory / "parts"));
    store::Totals totals;
    const store::ReadStore store(settings.run_directory / "store.sqlite");
    for (const store::Totals& source : store.totals()) totals.add(source);
    EXPECT_EQ(totals.read, settings.batches * settings.documents_per_batch);
    EXPECT_TRUE(totals.books_balance());
    // A second resume does nothing.
    const std::uint64_t epoch = store.state().epoch;
    test::run_synthetic(settings);
    EXPECT_EQ(store.state().epoch, epoch);
    kills += kills_of_run;
    ++runs;
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    std::printf("run %d: %d kills, %.1f s\n", runs, kills_of_run, seconds.count());
  }
}

}  // namespace
}  // namespace weir::commit
