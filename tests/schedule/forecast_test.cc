#include "schedule/forecast.h"

#include <gtest/gtest.h>

namespace weir::schedule {
namespace {

constexpr std::uint64_t kSecond = 1'000'000'000;
using Bound = Forecast::Bound;

Forecast of(std::size_t threads, std::uint64_t tokens, int batches, const Forecast::Batch& each) {
  Forecast forecast(threads, tokens);
  for (int i = 0; i < batches; ++i) forecast.add(each);
  return forecast;
}

TEST(Forecast, SharesWorkOutAmongThreads) {
  const Forecast forecast = of(4, 1000, 8, {.busy_ns = kSecond, .used = 10, .tokens = 100});
  EXPECT_EQ(forecast.work_ns(), 2 * kSecond);
  EXPECT_EQ(forecast.bound(), Bound::processor);
}

TEST(Forecast, IsNoShorterThanItsLongestBatch) {
  Forecast forecast = of(4, 1000, 4, {.busy_ns = kSecond, .used = 10, .tokens = 100});
  forecast.add({.busy_ns = 5 * kSecond, .used = 10, .tokens = 100});
  EXPECT_EQ(forecast.work_ns(), 5 * kSecond);
  EXPECT_EQ(forecast.bound(), Bound::one_batch);
}

TEST(Forecast, BlamesNoBatchWhereEachHasAThread) {
  EXPECT_EQ(of(4, 1000, 1, {.busy_ns = kSecond, .used = 10, .tokens = 100}).bound(), Bound::processor);
}

// Two of them fit, whatever the number of threads.
TEST(Forecast, KnowsWhereMemoryLetsFewIn) {
  const Forecast forecast = of(4, 1000, 8, {.busy_ns = kSecond, .used = 10, .tokens = 500});
  EXPECT_EQ(forecast.work_ns(), 4 * kSecond);
  EXPECT_EQ(forecast.bound(), Bound::memory);
}

TEST(Forecast, CountsTheMemoryOfTheLargestThatRunAtOnce) {
  Forecast forecast(2, 1000);
  for (const std::uint64_t used : {10, 70, 20, 50, 30}) forecast.add({.busy_ns = 1, .used = used, .tokens = 100});
  EXPECT_EQ(forecast.used_at_once(), 120u);
}

TEST(Forecast, CountsNoMemoryOfWhatDoesNotFitBesideTheLargest) {
  Forecast forecast(3, 1000);
  forecast.add({.busy_ns = 1, .used = 70, .tokens = 800});
  forecast.add({.busy_ns = 1, .used = 60, .tokens = 300});
  forecast.add({.busy_ns = 1, .used = 10, .tokens = 100});
  EXPECT_EQ(forecast.used_at_once(), 80u);
}

TEST(Forecast, OfNothingIsWhatASessionTakesBeside) {
  const Forecast forecast(2, 1000);
  EXPECT_TRUE(forecast.empty());
  EXPECT_EQ(forecast.work_ns(), 0u);
  EXPECT_EQ(forecast.wall_ns({.sessions = 1, .beside_ns = 7}), 7u);
  EXPECT_EQ(forecast.peak_bytes({.sessions = 1, .memory_beside = 5}, 100), 105u);
}

TEST(Forecast, HasRoomForTheEngineBeforeASessionWasSeen) {
  EXPECT_GT(Forecast(2, 1000).peak_bytes({}, 100), 4'000'000u);
}

TEST(Pace, OfAShortSessionIsWhatItTookBeside) {
  Pace pace;
  learn(pace, {.foreseen_ns = kSecond / 100, .taken_ns = kSecond / 10});
  EXPECT_EQ(pace.beside_ns, kSecond / 10 - kSecond / 100);
  EXPECT_EQ(pace.foreseen_ns, 0u);
}

TEST(Pace, OfLongSessionsIsHowMuchLongerTheyTook) {
  Pace pace;
  learn(pace, {.foreseen_ns = 10 * kSecond, .taken_ns = 12 * kSecond});
  const Forecast forecast = of(1, 1000, 5, {.busy_ns = kSecond, .used = 10, .tokens = 100});
  EXPECT_EQ(forecast.wall_ns(pace), 6 * kSecond);
}

// Work that is measured on busy threads can add up to more than the session took.
TEST(Pace, IsNeverLessThanTheWork) {
  Pace pace;
  learn(pace, {.foreseen_ns = 10 * kSecond, .taken_ns = 9 * kSecond});
  const Forecast forecast = of(1, 1000, 5, {.busy_ns = kSecond, .used = 10, .tokens = 100});
  EXPECT_EQ(forecast.wall_ns(pace), 5 * kSecond);
}

TEST(Pace, ForgetsOldSessionsByAndBy) {
  Pace pace;
  for (int i = 0; i < 100; ++i) learn(pace, {.foreseen_ns = 3600 * kSecond, .taken_ns = 7200 * kSecond});
  for (int i = 0; i < 10; ++i) learn(pace, {.foreseen_ns = 3600 * kSecond, .taken_ns = 3600 * kSecond});
  const Forecast forecast = of(1, 1000, 1, {.busy_ns = kSecond, .used = 10, .tokens = 100});
  EXPECT_LT(forecast.wall_ns(pace), kSecond + kSecond / 100);
}

TEST(Pace, RaisesTheMemoryBesideAtOnceAndLowersItSlowly) {
  Pace pace;
  learn(pace, {.memory_foreseen = 100, .memory_taken = 500});
  EXPECT_EQ(pace.memory_beside, 400u);
  learn(pace, {.memory_foreseen = 100, .memory_taken = 100});
  EXPECT_EQ(pace.memory_beside, 300u);
  learn(pace, {.memory_foreseen = 100, .memory_taken = 1100});
  EXPECT_EQ(pace.memory_beside, 1000u);
}

}  // namespace
}  // namespace weir::schedule
