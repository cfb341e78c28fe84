#include "batch/histogram.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

namespace weir::batch {
namespace {

TEST(Histogram, OfNothingSaysZero) {
  const Histogram histogram;
  EXPECT_EQ(histogram.count(), 0U);
  EXPECT_EQ(histogram.quantile(0.5), 0U);
}

TEST(Histogram, ShowsEachDurationWithinAnEighth) {
  for (double value = 1; value < 1e15; value *= 1.01) {
    Histogram histogram;
    const auto truth = static_cast<std::uint64_t>(value);
    histogram.add(truth);
    for (const double share : {0.0, 0.5, 1.0}) {
      const auto shown = static_cast<double>(histogram.quantile(share));
      EXPECT_LE(std::abs(shown - static_cast<double>(truth)), static_cast<double>(truth) / 8.0) << truth;
    }
  }
}

TEST(Histogram, TakesEveryNumber) {
  Histogram histogram;
  for (const std::uint64_t value :
       {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{3}, std::uint64_t{4}, UINT64_MAX}) {
    histogram.add(value);
  }
  EXPECT_EQ(histogram.count(), 5U);
  EXPECT_EQ(histogram.quantile(0.0), 0U);
}

TEST(Histogram, FindsQuantilesOfManyDurations) {
  std::mt19937_64 random(20);
  std::lognormal_distribution<double> durations(12.0, 2.0);
  std::vector<std::uint64_t> all;
  Histogram histogram;
  for (int i = 0; i < 20'000; ++i) {
    all.push_back(static_cast<std::uint64_t>(durations(random)));
    histogram.add(all.back());
  }
  std::sort(all.begin(), all.end());
  for (const double share : {0.01, 0.5, 0.9, 0.99, 0.999}) {
    const auto truth = static_cast<double>(all[static_cast<std::size_t>(share * 20'000)]);
    EXPECT_NEAR(static_cast<double>(histogram.quantile(share)), truth, truth / 8.0) << share;
  }
}

TEST(Histogram, ItsLastQuantileIsTheLongestDuration) {
  Histogram histogram;
  for (int i = 0; i < 100; ++i) histogram.add(10);
  histogram.add(1'000'000);
  EXPECT_NEAR(static_cast<double>(histogram.quantile(1.0)), 1'000'000.0, 125'000.0);
}

TEST(Histogram, SumsAreAsIfAllHadBeenAddedToOne) {
  Histogram one;
  Histogram other;
  Histogram both;
  for (std::uint64_t value = 1; value < 10'000; value += 7) {
    (value % 2 == 0 ? one : other).add(value);
    both.add(value);
  }
  one.add(other);
  EXPECT_EQ(one.count(), both.count());
  for (const double share : {0.1, 0.5, 0.9, 1.0}) EXPECT_EQ(one.quantile(share), both.quantile(share));
}

}  // namespace
}  // namespace weir::batch
