#include "schedule/learned_need.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "schedule/amounts.h"

namespace weir::schedule {
namespace {

// Batches that take a fixed amount and so much a byte, up to a third more or less.
class Batches {
 public:
  Batches(double fixed, double per_byte, double spread) : fixed_(fixed), per_byte_(per_byte), spread_(spread) {}

  Sample of(std::uint64_t size) {
    std::uniform_real_distribution<double> around(1.0 - spread_, 1.0 + spread_);
    const double used = (fixed_ + per_byte_ * static_cast<double>(size)) * around(random_);
    return {.size = size, .used = static_cast<std::uint64_t>(used)};
  }
  Sample next() {
    std::uniform_real_distribution<double> logarithm(std::log(64e3), std::log(4e6));
    return of(static_cast<std::uint64_t>(std::exp(logarithm(random_))));
  }

 private:
  double fixed_;
  double per_byte_;
  double spread_;
  std::mt19937_64 random_{7};
};

TEST(LearnedNeed, IsTrustedAfterFiftyBatches) {
  LearnedNeed need;
  for (int i = 0; i < 49; ++i) need.add({.size = kMiB, .used = 2 * kMiB});
  EXPECT_FALSE(need.learned());
  need.add({.size = kMiB, .used = 2 * kMiB});
  EXPECT_TRUE(need.learned());
  EXPECT_GE(need.bytes(kMiB), 2 * kMiB);
  EXPECT_LE(need.bytes(kMiB), 5 * kMiB / 2);
}

TEST(LearnedNeed, ReservesLittleMoreThanIsUsedAndIsSeldomExceeded) {
  Batches batches(200e3, 3.0, 0.15);
  LearnedNeed need;
  for (int i = 0; i < 50; ++i) need.add(batches.next());
  int exceeded = 0;
  double reserved = 0.0;
  double used = 0.0;
  for (int i = 0; i < 5000; ++i) {
    const Sample sample = batches.next();
    exceeded += sample.used > need.bytes(sample.size) ? 1 : 0;
    reserved += static_cast<double>(need.bytes(sample.size));
    used += static_cast<double>(sample.used);
    need.add(sample);
  }
  EXPECT_LT(exceeded, 50);
  EXPECT_LE(reserved / used, 1.5);
  EXPECT_GE(reserved / used, 1.0);
}

TEST(LearnedNeed, IsRaisedAtOnceByABatchThatExceedsIt) {
  LearnedNeed need;
  for (int i = 0; i < 100; ++i) need.add({.size = kMiB, .used = kMiB});
  ASSERT_LT(need.bytes(kMiB), 2 * kMiB);
  need.add({.size = kMiB, .used = 3 * kMiB});
  EXPECT_GE(need.bytes(kMiB), 3 * kMiB);
}

TEST(LearnedNeed, ForgetsWhatIsLongAgo) {
  LearnedNeed need;
  for (int i = 0; i < 100; ++i) need.add({.size = kMiB, .used = 10 * kMiB});
  for (std::size_t i = 0; i < LearnedNeed::kWindow + 16; ++i) need.add({.size = kMiB, .used = kMiB});
  EXPECT_LE(need.bytes(kMiB), 2 * kMiB);
  EXPECT_EQ(need.samples().size(), LearnedNeed::kWindow);
}

TEST(LearnedNeed, PromisesNothingCheapBeyondWhatItHasSeen) {
  LearnedNeed need;
  for (std::uint64_t i = 0; i < 60; ++i) need.add({.size = (10 + i % 10) * kMiB, .used = 40 * kMiB});
  EXPECT_GE(need.bytes(kMiB), 40 * kMiB);       // below: as the smallest
  EXPECT_GE(need.bytes(38 * kMiB), 80 * kMiB);  // above: in proportion, although memory did not grow with size
  EXPECT_GE(need.bytes(0), 40 * kMiB);
}

TEST(LearnedNeed, TakesBatchesWithoutBytesAndWithoutMemory) {
  LearnedNeed need;
  for (int i = 0; i < 60; ++i) need.add({.size = 0, .used = 0});
  EXPECT_LE(need.bytes(0), 16u);
  EXPECT_LT(need.bytes(kMiB), kMiB);
}

}  // namespace
}  // namespace weir::schedule
