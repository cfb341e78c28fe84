#include "run/sample.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <vector>

namespace weir::run {
namespace {

constexpr std::uint64_t kKiB = 1024;
constexpr std::uint64_t kMiB = 1024 * kKiB;

using Indices = std::vector<std::size_t>;

TEST(StratifiedSample, IsAllWhereThereAreNoMore) {
  const std::vector<std::uint64_t> sizes{5, 100 * kMiB, 7};
  EXPECT_EQ(stratified_sample(sizes, 3), (Indices{0, 1, 2}));
  EXPECT_EQ(stratified_sample(sizes, 9), (Indices{0, 1, 2}));
  EXPECT_EQ(stratified_sample({}, 9), Indices());
}

TEST(StratifiedSample, HasOneOfEachSizeWhileThereAreEnough) {
  std::vector<std::uint64_t> sizes(1000, 2 * kKiB);
  sizes[17] = 100 * kMiB;
  sizes[500] = 3 * kMiB;
  EXPECT_EQ(stratified_sample(sizes, 3), (Indices{17, 500, 999}));
}

// Few are those that matter most.
TEST(StratifiedSample, BeginsWithTheLargest) {
  std::vector<std::uint64_t> sizes(1000, 2 * kKiB);
  sizes[17] = 100 * kMiB;
  sizes[500] = 3 * kMiB;
  EXPECT_EQ(stratified_sample(sizes, 1), (Indices{17}));
}

TEST(StratifiedSample, GivesTheRestByBytes) {
  std::vector<std::uint64_t> sizes;
  for (int i = 0; i < 100; ++i) sizes.push_back(kKiB);       // 100 KiB in all
  for (int i = 0; i < 100; ++i) sizes.push_back(10 * kMiB);  // 1,000 MiB
  const Indices sample = stratified_sample(sizes, 20);
  EXPECT_EQ(sample.size(), 20u);
  EXPECT_EQ(std::count_if(sample.begin(), sample.end(), [](std::size_t each) { return each < 100; }), 1);
}

TEST(StratifiedSample, IsSpreadOverTheSizesOfAClassWithItsLargest) {
  std::vector<std::uint64_t> sizes;
  sizes.reserve(100);
  for (std::uint64_t i = 0; i < 100; ++i) sizes.push_back(kMiB + 1 + (99 - i) * 10 * kKiB);
  EXPECT_EQ(stratified_sample(sizes, 4), (Indices{0, 25, 50, 75}));
}

TEST(StratifiedSample, TakesNoneTwice) {
  std::vector<std::uint64_t> sizes;
  for (std::uint64_t i = 0; i < 300; ++i) sizes.push_back((i * 7919) % (40 * kMiB));
  for (std::size_t count = 1; count <= sizes.size(); ++count) {
    const Indices sample = stratified_sample(sizes, count);
    ASSERT_EQ(sample.size(), count);
    ASSERT_TRUE(std::adjacent_find(sample.begin(), sample.end(), std::greater_equal<>()) == sample.end());
  }
}

}  // namespace
}  // namespace weir::run
