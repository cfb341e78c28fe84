#include "allocator/allocator.h"

#include <gtest/gtest.h>

#include <cstring>
#include <fstream>
#include <memory>
#include <string>
#include <thread>

namespace weir::allocator {
namespace {

constexpr std::size_t kMiB = std::size_t{1} << 20;
constexpr std::size_t kCoarse = std::size_t{128} << 10;  // what a count may be off: 64 KiB, and what the test takes

// Memory that was written to, so that it is really there.
std::unique_ptr<char[]> written(std::size_t bytes) {
  std::unique_ptr<char[]> block(new char[bytes]);
  std::memset(block.get(), 1, bytes);
  return block;
}

std::uint64_t anonymous_bytes() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("RssAnon:")) return std::stoull(line.substr(8)) * 1024;
  }
  return 0;
}

class Allocator : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!measures()) GTEST_SKIP() << "this build runs on " << name() << ", which measures nothing";
  }
};

TEST_F(Allocator, SaysWhatItWasTold) {
  EXPECT_TRUE(name().starts_with("jemalloc ")) << name();
  EXPECT_EQ(settings(), "background_thread:true,dirty_decay_ms:1000,muzzy_decay_ms:0");
}

TEST_F(Allocator, KnowsThePeakOfAThreadAfterItIsFreed) {
  restart_peak_of_thread();
  const std::int64_t before = taken_by_thread();
  written(20 * kMiB).reset();
  const auto kept = written(5 * kMiB);
  EXPECT_NEAR(static_cast<double>(peak_of_thread()), 20.0 * kMiB, kCoarse);
  EXPECT_NEAR(static_cast<double>(taken_by_thread() - before), 5.0 * kMiB, kCoarse);
}

TEST_F(Allocator, PeaksBeginAnewWhenTheyAreRestarted) {
  written(20 * kMiB).reset();
  restart_peak_of_thread();
  EXPECT_LE(peak_of_thread(), kCoarse);
}

TEST_F(Allocator, OneThreadsMemoryIsNotCountedForAnother) {
  restart_peak_of_thread();
  std::thread([] {
    restart_peak_of_thread();
    const auto block = written(30 * kMiB);
    EXPECT_GE(peak_of_thread(), 29 * kMiB);
  }).join();
  EXPECT_LE(peak_of_thread(), kMiB);
}

TEST_F(Allocator, GivesBackWhatIsFree) {
  auto block = written(64 * kMiB);
  const std::uint64_t full = anonymous_bytes();
  block.reset();
  give_back();
  EXPECT_LE(anonymous_bytes() + 60 * kMiB, full);
}

}  // namespace
}  // namespace weir::allocator
