// Limiters of calls, from many threads: never exceeded, nothing lost, nobody overtaken.
#include "schedule/call_limiters.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <thread>
#include <vector>

#include "schedule/counting_limiter.h"
#include "schedule/quota_limiter.h"
#include "schedule/rate_limiter.h"

namespace weir::schedule {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;
using CallAnswer = CallLimiter::Answer;

// A clock that the test sets.
struct Clock {
  std::atomic<std::int64_t> nanoseconds{std::chrono::nanoseconds(hours(24 * 365 * 50)).count()};

  Now now() {
    return [this] { return Time(std::chrono::nanoseconds(nanoseconds.load())); };
  }
  void advance(std::chrono::nanoseconds time) { nanoseconds += time.count(); }
};

void in_threads(std::size_t count, const std::function<void(std::size_t)>& work) {
  std::vector<std::jthread> threads;
  for (std::size_t thread = 0; thread < count; ++thread) threads.emplace_back([&, thread] { work(thread); });
}

void wait_for_line(const CallLimiter& limiter, std::size_t waiting) {
  while (limiter.snapshot().waiting < waiting) std::this_thread::yield();
}

TEST(CountingLimiter, NeverHasMoreOutThanItHas) {
  CountingLimiter limiter(5);
  std::atomic<std::uint64_t> out{0};
  std::atomic<std::uint64_t> most{0};
  in_threads(16, [&](std::size_t thread) {
    const std::uint64_t count = 1 + thread % 3;
    for (int call = 0; call < 500; ++call) {
      ASSERT_EQ(limiter.take(count), CallAnswer::taken);
      const std::uint64_t now = out += count;
      for (std::uint64_t seen = most; now > seen && !most.compare_exchange_weak(seen, now);) {
      }
      std::this_thread::yield();
      out -= count;
      limiter.give_back(count);
    }
  });
  EXPECT_LE(most, 5U);
  const CallLimiter::Snapshot snapshot = limiter.snapshot();
  EXPECT_EQ(snapshot.used, 0U);
  EXPECT_EQ(snapshot.waiting, 0U);
  EXPECT_EQ(snapshot.taken, 500U * (6 * 1 + 5 * 2 + 5 * 3));
}

// Whoever asks for all of it would wait for ever if those who ask for one went past.
TEST(CountingLimiter, NobodyIsOvertakenWhateverItAsksFor) {
  CountingLimiter limiter(4);
  ASSERT_EQ(limiter.take(3), CallAnswer::taken);
  std::atomic<int> gone{0};
  int first = 0;
  int second = 0;
  std::jthread all([&] {
    limiter.take(4);
    first = ++gone;
    limiter.give_back(4);
  });
  wait_for_line(limiter, 1);
  std::jthread one([&] {  // there would be one for it
    limiter.take(1);
    second = ++gone;
    limiter.give_back(1);
  });
  wait_for_line(limiter, 2);
  EXPECT_EQ(gone, 0);
  limiter.give_back(3);
  all.join();
  one.join();
  EXPECT_EQ(first, 1);
  EXPECT_EQ(second, 2);
}

TEST(RateLimiter, LetsThroughABurstAndThenTheRateAndNoMore) {
  Clock clock;
  RateLimiter limiter({10, seconds(1)}, 3, true, clock.now());
  limiter.stop();  // what would have to wait is refused
  for (int call = 0; call < 3; ++call) EXPECT_EQ(limiter.take(1), CallAnswer::taken);
  EXPECT_EQ(limiter.take(1), CallAnswer::stopped);
  int taken = 0;
  for (int tick = 0; tick < 1000; ++tick) {
    clock.advance(milliseconds(10));
    if (limiter.take(1) == CallAnswer::taken) ++taken;
  }
  EXPECT_EQ(taken, 100);
  clock.advance(hours(1));  // it holds no more than the burst
  EXPECT_EQ(limiter.take(3), CallAnswer::taken);
  EXPECT_EQ(limiter.take(1), CallAnswer::stopped);
}

// Two processes, one after the other: 3 in the first, and in the second no more than the time since allows.
TEST(RateLimiter, BeginsEmptyWhereAnotherProcessMayHaveTakenAll) {
  Clock clock;
  RateLimiter limiter({10, seconds(1)}, 3, false, clock.now());
  limiter.stop();
  EXPECT_EQ(limiter.take(1), CallAnswer::stopped);
  clock.advance(milliseconds(100));
  EXPECT_EQ(limiter.take(1), CallAnswer::taken);
  EXPECT_EQ(limiter.take(1), CallAnswer::stopped);
}

TEST(RateLimiter, AClockThatGoesBackwardsLeavesItEmptyAtWorst) {
  Clock clock;
  RateLimiter limiter({10, seconds(1)}, 3, true, clock.now());
  limiter.stop();
  EXPECT_EQ(limiter.take(3), CallAnswer::taken);
  clock.advance(-hours(24));
  EXPECT_EQ(limiter.take(1), CallAnswer::stopped);
  clock.advance(milliseconds(300));
  EXPECT_EQ(limiter.take(3), CallAnswer::taken);
}

TEST(RateLimiter, ThreadsShareTheRate) {
  RateLimiter limiter({1000, seconds(1)}, 5, true, steady_time_of_day());
  const auto began = std::chrono::steady_clock::now();
  in_threads(8, [&](std::size_t) {
    for (int call = 0; call < 25; ++call) ASSERT_EQ(limiter.take(1), CallAnswer::taken);
  });
  EXPECT_GE(std::chrono::steady_clock::now() - began, milliseconds(195));  // 200 calls less the burst
  EXPECT_EQ(limiter.snapshot().taken, 200U);
}

TEST(RateLimiter, AStopEndsTheWaitingAtOnce) {
  Clock clock;  // which stands still: nobody's turn would ever come
  RateLimiter limiter({1, std::chrono::minutes(1)}, 1, true, clock.now());
  ASSERT_EQ(limiter.take(1), CallAnswer::taken);
  std::atomic<int> stopped{0};
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 8; ++thread) {
      threads.emplace_back([&] { stopped += limiter.take(1) == CallAnswer::stopped ? 1 : 0; });
    }
    wait_for_line(limiter, 8);
    limiter.stop();
  }
  EXPECT_EQ(stopped, 8);
  EXPECT_EQ(limiter.snapshot().waiting, 0U);
}

// What would be durable, and how often it was said.
struct QuotaRecord {
  std::mutex mutex;
  QuotaLimiter::Usage last{};
  int writes = 0;
  bool fails = false;
  std::vector<Time> exhausted;

  QuotaLimiter::Outlets outlets() {
    return {.record =
                [this](const QuotaLimiter::Usage& usage) {
                  const std::scoped_lock lock(mutex);
                  ++writes;
                  if (!fails) last = usage;
                  return !fails;
                },
            .exhausted = [this](Time renews) { exhausted.push_back(renews); }};
  }
};

TEST(QuotaLimiter, NoCallIsMadeThatIsNotRecorded) {
  Clock clock;
  QuotaRecord record;
  QuotaLimiter limiter({100, hours(24)}, {}, record.outlets(), clock.now());
  std::atomic<std::uint64_t> made{0};
  in_threads(8, [&](std::size_t) {
    while (limiter.take(1) == CallAnswer::taken) {
      const std::uint64_t now = ++made;
      const std::scoped_lock lock(record.mutex);
      ASSERT_GE(record.last.used, now);
    }
  });
  EXPECT_EQ(made, 100U);
  EXPECT_EQ(record.last.used, 100U);
  ASSERT_EQ(record.exhausted.size(), 1U);
  EXPECT_EQ(record.exhausted.front(), record.last.began + hours(24));
}

TEST(QuotaLimiter, ASecondProcessGoesOnWithWhatIsRecorded) {
  Clock clock;
  QuotaRecord record;
  {
    QuotaLimiter limiter({10, hours(1)}, {}, record.outlets(), clock.now());
    for (int call = 0; call < 7; ++call) ASSERT_EQ(limiter.take(1), CallAnswer::taken);
  }
  clock.advance(std::chrono::minutes(30));
  QuotaLimiter limiter({10, hours(1)}, record.last, record.outlets(), clock.now());
  for (int call = 0; call < 3; ++call) ASSERT_EQ(limiter.take(1), CallAnswer::taken);
  EXPECT_EQ(limiter.take(1), CallAnswer::exhausted);
  EXPECT_EQ(limiter.take(1), CallAnswer::exhausted);
  EXPECT_EQ(record.exhausted.size(), 1U);
}

TEST(QuotaLimiter, RenewsWhenItsWindowIsOver) {
  Clock clock;
  QuotaRecord record;
  const Time before = clock.now()();
  QuotaLimiter limiter({2, hours(1)}, {before - hours(1) + std::chrono::seconds(61), 2}, record.outlets(), clock.now());
  clock.advance(seconds(61));
  EXPECT_EQ(limiter.take(2), CallAnswer::taken);
  EXPECT_EQ(limiter.snapshot().renews, before + seconds(61) + hours(1));
  EXPECT_EQ(record.last.began, before + seconds(61));
}

TEST(QuotaLimiter, WaitsForAWindowThatIsNearlyOver) {
  Clock clock;
  QuotaRecord record;
  QuotaLimiter limiter({1, hours(1)}, {clock.now()() - hours(1) + seconds(30), 1}, record.outlets(), clock.now());
  CallAnswer answer = CallAnswer::stopped;
  std::jthread waits([&] { answer = limiter.take(1); });
  wait_for_line(limiter, 1);
  clock.advance(seconds(30));
  waits.join();
  EXPECT_EQ(answer, CallAnswer::taken);
  EXPECT_TRUE(record.exhausted.empty());
}

// The clock had been a year ahead: its window would not end for a year, and what was used in it still counts.
TEST(QuotaLimiter, AWindowInTheFutureBeginsNowAndForgetsNothing) {
  Clock clock;
  QuotaRecord record;
  const Time now = clock.now()();
  QuotaLimiter limiter({10, hours(1)}, {now + hours(24 * 365), 10}, record.outlets(), clock.now());
  EXPECT_EQ(limiter.take(1), CallAnswer::exhausted);
  EXPECT_EQ(record.exhausted, std::vector<Time>{now + hours(1)});
  EXPECT_EQ(record.last.began, now);  // so that a later process does not begin it once more
  EXPECT_EQ(record.last.used, 10U);
}

TEST(QuotaLimiter, MakesNoCallWhereItCannotBeRecorded) {
  Clock clock;
  QuotaRecord record;
  record.fails = true;
  QuotaLimiter limiter({10, hours(1)}, {}, record.outlets(), clock.now());
  EXPECT_EQ(limiter.take(1), CallAnswer::stopped);
  EXPECT_EQ(limiter.take(1), CallAnswer::stopped);
}

// While one thread records, others come; the next record is for all of them.
TEST(QuotaLimiter, RecordsOnceForAllWhoWait) {
  Clock clock;
  QuotaRecord record;
  QuotaLimiter::Outlets outlets = record.outlets();
  std::atomic<bool> go{false};
  outlets.record = [&, write = outlets.record](const QuotaLimiter::Usage& usage) {
    while (!go) std::this_thread::yield();
    return write(usage);
  };
  QuotaLimiter limiter({100, hours(1)}, {}, outlets, clock.now());
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 20; ++thread) threads.emplace_back([&] { limiter.take(1); });
    wait_for_line(limiter, 20);
    go = true;
  }
  EXPECT_EQ(record.writes, 2);  // for the first, and for the nineteen behind it
  EXPECT_EQ(record.last.used, 20U);
}

TEST(QuotaLimiter, GivesBackWhatWasRecordedForCallsThatDidNotCome) {
  Clock clock;
  QuotaRecord record;
  QuotaLimiter::Outlets outlets = record.outlets();
  std::atomic<bool> go{false};
  outlets.record = [&, write = outlets.record](const QuotaLimiter::Usage& usage) {
    while (!go) std::this_thread::yield();
    return write(usage);
  };
  QuotaLimiter limiter({4, hours(1)}, {}, outlets, clock.now());
  {
    std::jthread one([&] { limiter.take(1); });
    wait_for_line(limiter, 1);
    std::jthread more([&] { limiter.take(2); });
    wait_for_line(limiter, 2);
    std::jthread most([&] { limiter.take(3); });
    wait_for_line(limiter, 3);
    go = true;
  }
  EXPECT_EQ(record.last.used, 4U);
  limiter.settle();
  EXPECT_EQ(record.last.used, 3U);
}

// Two kinds of calls that take both, each thread in the same order: with any other this would end in a standstill.
TEST(CallLimiters, CallsThatTakeSeveralNeverWaitForEachOther) {
  CallLimiters limiters;
  limiters.add("a", std::make_unique<CountingLimiter>(2));
  limiters.add("b", std::make_unique<CountingLimiter>(3));
  const std::vector<Take> both{{0, 1}, {1, 2}};
  const std::vector<Take> second{{1, 3}};
  in_threads(8, [&](std::size_t thread) {
    for (int call = 0; call < 500; ++call) {
      const std::vector<Take>& takes = thread % 2 == 0 ? both : second;
      ASSERT_EQ(limiters.take(takes), CallAnswer::taken);
      limiters.give_back(takes);
    }
  });
  for (const auto& [name, limiter] : limiters.all()) EXPECT_EQ(limiter->snapshot().used, 0U) << name;
}

TEST(CallLimiters, WhatWasTakenComesBackWhereALaterOneRefuses) {
  Clock clock;
  QuotaRecord record;
  CallLimiters limiters;
  limiters.add("at_a_time", std::make_unique<CountingLimiter>(1));
  limiters.add("daily", std::make_unique<QuotaLimiter>(Rate{1, hours(24)}, QuotaLimiter::Usage{}, record.outlets(),
                                                       clock.now()));
  const std::vector<Take> both{{0, 1}, {1, 1}};
  ASSERT_EQ(limiters.take(both), CallAnswer::taken);
  EXPECT_EQ(limiters.all().front().limiter->snapshot().used, 1U);
  limiters.give_back(both);
  EXPECT_EQ(limiters.take(both), CallAnswer::exhausted);
  EXPECT_EQ(limiters.all().front().limiter->snapshot().used, 0U);
}

TEST(CallLimiters, CountWhatIsHeldAndHowLongCallsWaited) {
  std::array<LimiterUse, 2> uses{};
  CallLimiters limiters;
  limiters.add("a", std::make_unique<CountingLimiter>(3));
  Clock clock;
  limiters.add("b", std::make_unique<RateLimiter>(Rate{1, seconds(1)}, 1, true, clock.now()));
  limiters.count_in(uses);
  const std::array both{Take{0, 3}, Take{1, 1}};
  ASSERT_EQ(limiters.take(both), CallAnswer::taken);
  EXPECT_EQ(uses[0].held, 3U);
  EXPECT_EQ(uses[1].taken, 1U);
  std::jthread second([&] { EXPECT_EQ(limiters.take(both), CallAnswer::stopped); });
  while (uses[0].waiting == 0) std::this_thread::yield();
  const std::uint64_t waited = uses[0].waited_ns;
  limiters.stop();
  limiters.give_back(both);
  second.join();
  EXPECT_GT(uses[0].waited_ns, waited);
  for (const LimiterUse& use : uses) {
    EXPECT_EQ(use.held, 0U);
    EXPECT_EQ(use.waiting, 0U);
  }
  EXPECT_EQ(uses[0].taken, 6U);
  EXPECT_EQ(uses[1].taken, 1U) << "what was refused was not taken";
}

}  // namespace
}  // namespace weir::schedule
