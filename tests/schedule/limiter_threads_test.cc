// A million admissions at 1, 2 and 8 threads: the books of the limiter against a second set of books that the test
// keeps.
#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "schedule/limiter.h"

namespace weir::schedule {
namespace {

constexpr std::uint64_t kAdmissions = 1'000'000;
constexpr std::uint64_t kTokens = 1000;
constexpr std::size_t kInFlight = 24;

// Sizes that repeat for no short while: mostly small, one in sixteen up to the whole budget.
std::uint64_t tokens_of(std::uint64_t id) {
  std::uint64_t mixed = (id + 1) * 0x9E3779B97F4A7C15ULL;
  mixed ^= mixed >> 32;
  return mixed % 16 == 0 ? 1 + (mixed >> 8) % kTokens : 1 + (mixed >> 8) % (kTokens / 20);
}

// What is admitted waits here for a thread to run it, as a task does in a scheduler.
class Workplace {
 public:
  void put(Grant grant) {
    {
      std::lock_guard lock(mutex_);
      tasks_.push_back(std::move(grant));
    }
    changed_.notify_one();
  }
  bool take(Grant& grant) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return closed_ || !tasks_.empty(); });
    if (tasks_.empty()) {
      return false;
    }
    grant = std::move(tasks_.front());
    tasks_.pop_front();
    return true;
  }
  void close() {
    std::lock_guard lock(mutex_);
    closed_ = true;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Grant> tasks_;
  bool closed_ = false;
};

class LimiterThreads : public ::testing::TestWithParam<unsigned> {};

TEST_P(LimiterThreads, NeverAdmitsMoreThanTheBudget) {
  const unsigned threads = GetParam();
  std::atomic<std::uint64_t> in_use{0};
  std::atomic<std::uint64_t> in_flight{0};
  std::atomic<std::uint64_t> over_admissions{0};
  std::atomic<std::uint64_t> finished{0};
  std::atomic<std::uint64_t> next{0};
  Workplace workplace;

  MemoryLimiter limiter({.tokens = kTokens, .max_in_flight = kInFlight}, [&](Grant grant) {
    const auto tokens = in_use.fetch_add(grant.request().tokens) + grant.request().tokens;
    const auto number = in_flight.fetch_add(1) + 1;
    if (tokens > kTokens || number > kInFlight) {
      ++over_admissions;
    }
    workplace.put(std::move(grant));
  });
  const auto submit_one = [&] {
    const auto id = next.fetch_add(1);
    if (id < kAdmissions) {
      limiter.submit({id, tokens_of(id), id % 7 == 0 ? Priority::high : Priority::normal});
    }
  };
  // Each batch that ends brings the next one, so that about a hundred stand in line all the time.
  const auto work = [&] {
    for (Grant grant; workplace.take(grant);) {
      in_use -= grant.request().tokens;
      in_flight -= 1;
      grant.release();
      submit_one();
      if (finished.fetch_add(1) + 1 == kAdmissions) {
        workplace.close();
      }
    }
  };

  std::vector<std::jthread> workers;
  workers.reserve(threads);
  for (unsigned worker = 0; worker < threads; ++worker) {
    workers.emplace_back(work);
  }
  for (int waiting = 0; waiting < 100; ++waiting) {
    submit_one();
  }
  workers.clear();

  EXPECT_EQ(over_admissions, 0U);
  EXPECT_EQ(finished, kAdmissions);
  const auto after = limiter.snapshot();
  EXPECT_EQ(after.admitted, kAdmissions);
  EXPECT_EQ(after.free, kTokens);
  EXPECT_EQ(after.in_flight, 0U);
  EXPECT_EQ(after.parked, 0U);
}

// Some threads submit and release while one stops: what was submitted is admitted, handed back or refused; once each.
TEST_P(LimiterThreads, StoppedInTheMiddleLosesNothing) {
  constexpr std::uint64_t kEach = 20'000;
  const unsigned threads = GetParam();
  std::atomic<std::uint64_t> admitted{0};
  std::atomic<std::uint64_t> refused{0};
  std::atomic<std::uint64_t> handed_back{0};
  Workplace workplace;
  MemoryLimiter limiter({.tokens = kTokens}, [&](Grant grant) {
    ++admitted;
    workplace.put(std::move(grant));
  });
  {
    std::vector<std::jthread> submitters;
    submitters.reserve(threads);
    for (unsigned submitter = 0; submitter < threads; ++submitter) {
      submitters.emplace_back([&, submitter] {
        for (std::uint64_t n = 0; n < kEach; ++n) {
          const auto id = n * threads + submitter;
          if (limiter.submit({id, tokens_of(id)}) == Answer::stopped) {
            ++refused;
          }
        }
      });
    }
    std::jthread worker([&] {
      for (Grant grant; workplace.take(grant);) {
        grant.release();
      }
    });
    while (admitted < kEach / 4) {
      std::this_thread::yield();
    }
    handed_back += limiter.stop().size();
    submitters.clear();
    workplace.close();
  }
  EXPECT_EQ(admitted + refused + handed_back, kEach * threads);
  EXPECT_EQ(limiter.snapshot().free, kTokens);
  EXPECT_EQ(limiter.snapshot().in_flight, 0U);
}

INSTANTIATE_TEST_SUITE_P(Limiter, LimiterThreads, ::testing::Values(1U, 2U, 8U));

}  // namespace
}  // namespace weir::schedule
