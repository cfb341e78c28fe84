#include "batch/memory_use.h"

#include <gtest/gtest.h>

#include <barrier>
#include <cstring>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "allocator/allocator.h"
#include "batch/graph.h"

namespace weir::batch {
namespace {

constexpr std::size_t kMiB = std::size_t{1} << 20;

class MemoryUseTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!allocator::measures())
      GTEST_SKIP() << "this build runs on " << allocator::name() << ", which measures nothing";
  }
};

// Memory that nobody reads is memory that a compiler may leave out: here it must think that somebody does.
std::unique_ptr<char[]> block(std::size_t bytes) {
  std::unique_ptr<char[]> memory(new char[bytes]);
  std::memset(memory.get(), 1, bytes);
  asm volatile("" : : "r"(memory.get()) : "memory");
  return memory;
}

void expect_mib(std::uint64_t bytes, double expected) { EXPECT_NEAR(static_cast<double>(bytes) / kMiB, expected, 0.3); }

TEST_F(MemoryUseTest, APeakIsWhatIsHeldAndWhatAStretchTakesOnTop) {
  MemoryUse use;
  std::unique_ptr<char[]> held;
  {
    const MemoryUse::Stretch stretch(use);
    held = block(10 * kMiB);
  }
  expect_mib(static_cast<std::uint64_t>(use.held()), 10);
  {
    const MemoryUse::Stretch stretch(use);
    block(7 * kMiB).reset();
  }
  expect_mib(use.peak(), 17);
  {
    const MemoryUse::Stretch stretch(use);
    held.reset();
    block(9 * kMiB).reset();
  }
  expect_mib(use.peak(), 17);
  expect_mib(static_cast<std::uint64_t>(use.held()), 0);
}

TEST_F(MemoryUseTest, WhatOneThreadTakesAndAnotherFreesIsHeldBetween) {
  MemoryUse use;
  std::unique_ptr<char[]> held;
  std::thread([&] {
    const MemoryUse::Stretch stretch(use);
    held = block(12 * kMiB);
  }).join();
  {
    const MemoryUse::Stretch stretch(use);
    held.reset();
  }
  expect_mib(use.peak(), 12);
  expect_mib(static_cast<std::uint64_t>(use.held()), 0);
}

TEST_F(MemoryUseTest, StretchesSideBySideCountTogether) {
  MemoryUse use;
  std::barrier both(2);
  const auto work = [&] {
    const MemoryUse::Stretch stretch(use);
    both.arrive_and_wait();
    const auto memory = block(8 * kMiB);
    both.arrive_and_wait();
  };
  std::thread other(work);
  work();
  other.join();
  EXPECT_GE(use.peak(), 15 * kMiB);
  EXPECT_LE(use.peak(), 17 * kMiB);
}

TEST_F(MemoryUseTest, ABatchKnowsItsPeakOverAllNodes) {
  Graph graph;
  const auto source = graph.source();
  const auto grown = graph.transform("grown", source, [](Document document, Emitter& out) {
    block(20 * kMiB).reset();
    document.set_text(Text(std::string(5 * kMiB, 'x'), {}));
    out.emit(std::move(document));
  });
  graph.lines("lines", grown);
  const auto batch = graph.run({"a"});
  EXPECT_GE(batch->memory().peak(), 20 * kMiB);
  EXPECT_LE(batch->memory().peak(), 27 * kMiB);
}

}  // namespace
}  // namespace weir::batch
