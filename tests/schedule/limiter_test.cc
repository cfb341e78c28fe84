#include "schedule/limiter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <thread>
#include <vector>

namespace weir::schedule {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// A limiter whose admitted batches wait here until the test finishes them.
class LimiterTest : public ::testing::Test {
 protected:
  MemoryLimiter& with(const Budget& budget) {
    return limiter_.emplace(budget, [this](Grant grant) {
      order_.push_back(grant.request().id);
      running_.push_back(std::move(grant));
    });
  }
  // Ends the batch, whose tokens come back, and then what it has let in stands in `order_`.
  void finish(std::uint64_t id) {
    for (auto grant = running_.begin(); grant != running_.end(); ++grant) {
      if (grant->request().id == id) {
        Grant ended = std::move(*grant);
        running_.erase(grant);
        return;
      }
    }
    FAIL() << "batch " << id << " is not running";
  }
  void finish_all() {
    while (!running_.empty()) {
      finish(running_.front().request().id);
    }
  }
  void TearDown() override {
    finish_all();
    if (limiter_) {
      EXPECT_EQ(limiter_->snapshot().free, limiter_->snapshot().tokens);
      EXPECT_EQ(limiter_->snapshot().in_flight, 0U);
    }
  }

  std::optional<MemoryLimiter> limiter_;
  std::vector<Grant> running_;
  std::vector<std::uint64_t> order_;
};

TEST_F(LimiterTest, AdmitsWhatFitsAtOnce) {
  auto& limiter = with({.tokens = 100});
  EXPECT_EQ(limiter.submit({1, 60}), Answer::accepted);
  EXPECT_EQ(limiter.submit({2, 40}), Answer::accepted);
  EXPECT_THAT(order_, ElementsAre(1, 2));
  EXPECT_EQ(limiter.snapshot().free, 0U);
}

TEST_F(LimiterTest, ParksWhatDoesNotFitUntilTokensReturn) {
  auto& limiter = with({.tokens = 100});
  limiter.submit({1, 60});
  EXPECT_EQ(limiter.submit({2, 41}), Answer::accepted);
  EXPECT_THAT(order_, ElementsAre(1));
  EXPECT_EQ(limiter.snapshot().parked, 1U);
  finish(1);
  EXPECT_THAT(order_, ElementsAre(1, 2));
}

TEST_F(LimiterTest, RefusesAtOnceWhatTheWholeBudgetCannotHold) {
  auto& limiter = with({.tokens = 100});
  EXPECT_EQ(limiter.submit({1, 101}), Answer::too_large);
  EXPECT_EQ(limiter.submit({2, 100}), Answer::accepted);
  EXPECT_THAT(order_, ElementsAre(2));
}

TEST_F(LimiterTest, ABudgetOfOneTokenRunsOneBatchAtATime) {
  auto& limiter = with({.tokens = 1});
  for (std::uint64_t id = 0; id < 5; ++id) {
    limiter.submit({id, 1});
  }
  EXPECT_THAT(order_, ElementsAre(0));
  finish_all();
  EXPECT_THAT(order_, ElementsAre(0, 1, 2, 3, 4));
}

TEST_F(LimiterTest, BoundsTheNumberInFlightHoweverSmallTheyAre) {
  auto& limiter = with({.tokens = 1000, .max_in_flight = 2});
  for (std::uint64_t id = 0; id < 4; ++id) {
    limiter.submit({id, 0});
  }
  EXPECT_THAT(order_, ElementsAre(0, 1));
  finish(1);
  EXPECT_THAT(order_, ElementsAre(0, 1, 2));
  EXPECT_EQ(limiter.snapshot().in_flight, 2U);
}

TEST_F(LimiterTest, GoesByPriorityThenByListingOrderWhateverTheOrderOfSubmission) {
  auto& limiter = with({.tokens = 10});
  limiter.submit({0, 10});
  limiter.submit({7, 10, Priority::low});
  limiter.submit({6, 10});
  limiter.submit({5, 10});
  limiter.submit({9, 10, Priority::critical});
  limiter.submit({8, 10, Priority::high});
  finish_all();
  EXPECT_THAT(order_, ElementsAre(0, 9, 8, 5, 6, 7));
}

TEST_F(LimiterTest, SmallBatchesUseTheRoomThatABigOneLeaves) {
  auto& limiter = with({.tokens = 100});
  limiter.submit({0, 50});
  limiter.submit({1, 90});
  limiter.submit({2, 50});
  EXPECT_THAT(order_, ElementsAre(0, 2));
  EXPECT_EQ(limiter.snapshot().line.front().overtaken, 1U);
}

TEST_F(LimiterTest, ABigBatchIsOvertakenNoMoreOftenThanAgreed) {
  auto& limiter = with({.tokens = 100, .max_overtakes = 3});
  limiter.submit({0, 10});
  limiter.submit({1, 100});  // the big one
  for (std::uint64_t id = 2; id < 50; ++id) {
    limiter.submit({id, 10});
  }
  EXPECT_THAT(order_, ElementsAre(0, 2, 3, 4));
  finish(0);
  finish(2);
  finish(3);
  EXPECT_THAT(order_, ElementsAre(0, 2, 3, 4)) << "somebody overtook once too often";
  finish(4);
  EXPECT_EQ(order_.back(), 1U);
}

TEST_F(LimiterTest, WithoutOvertakesTheLineIsStrict) {
  auto& limiter = with({.tokens = 100, .max_overtakes = 0});
  limiter.submit({0, 50});
  limiter.submit({1, 51});
  limiter.submit({2, 1});
  EXPECT_THAT(order_, ElementsAre(0));
}

// Two big ones behind each other: the second counts those that overtook it while the first was still waiting.
TEST_F(LimiterTest, TheBoundHoldsForEveryoneInTheLine) {
  auto& limiter = with({.tokens = 100, .max_overtakes = 2});
  limiter.submit({0, 90});
  limiter.submit({1, 100});
  limiter.submit({2, 100});
  limiter.submit({3, 5});
  limiter.submit({4, 5});
  limiter.submit({5, 5});
  EXPECT_THAT(order_, ElementsAre(0, 3, 4));
  EXPECT_EQ(limiter.snapshot().line.at(1).overtaken, 2U);
  finish_all();
  EXPECT_THAT(order_, ElementsAre(0, 3, 4, 1, 2, 5));
}

TEST_F(LimiterTest, LooksNoFurtherThanItsSight) {
  auto& limiter = with({.tokens = 100});
  limiter.submit({0, 50});
  for (std::uint64_t id = 1; id <= kSight; ++id) {
    limiter.submit({id, 100});
  }
  limiter.submit({kSight + 1, 1});
  EXPECT_THAT(order_, ElementsAre(0));
  EXPECT_EQ(limiter.snapshot().parked, kSight + 1);
  EXPECT_EQ(limiter.snapshot().line.size(), kSight);
}

TEST_F(LimiterTest, StopHandsBackWhatWaitsAndAdmitsNothingMore) {
  auto& limiter = with({.tokens = 10});
  limiter.submit({0, 10});
  limiter.submit({2, 10});
  limiter.submit({1, 4});
  limiter.submit({3, 6, Priority::high});
  EXPECT_THAT(limiter.stop(), ElementsAre(Request{3, 6, Priority::high}, Request{1, 4}, Request{2, 10}));
  EXPECT_THAT(limiter.stop(), IsEmpty());
  EXPECT_EQ(limiter.submit({4, 1}), Answer::stopped);
  finish(0);
  EXPECT_THAT(order_, ElementsAre(0));
}

TEST_F(LimiterTest, TokensCannotBeReturnedTwice) {
  auto& limiter = with({.tokens = 100});
  limiter.submit({0, 60});
  limiter.submit({1, 30});
  Grant first = std::move(running_.front());
  EXPECT_FALSE(running_.front().holds());
  running_.front().release();  // moved from: holds nothing
  EXPECT_EQ(limiter.snapshot().free, 10U);
  first.release();
  first.release();
  first = Grant();
  EXPECT_EQ(limiter.snapshot().free, 70U);
  EXPECT_EQ(limiter.snapshot().in_flight, 1U);
  running_.erase(running_.begin());
}

TEST_F(LimiterTest, AGrantThatIsReplacedGivesItsTokensBack) {
  auto& limiter = with({.tokens = 100});
  limiter.submit({0, 60});
  limiter.submit({1, 30});
  running_[0] = std::move(running_[1]);
  running_.pop_back();
  EXPECT_EQ(limiter.snapshot().free, 70U);
}

TEST_F(LimiterTest, SaysHowLongTheFirstInLineLackedTokens) {
  auto& limiter = with({.tokens = 10, .max_in_flight = 1});
  limiter.submit({0, 1});
  limiter.submit({1, 1});
  std::this_thread::sleep_for(std::chrono::milliseconds(2));
  EXPECT_EQ(limiter.snapshot().waiting, 0.0) << "it was the number that kept it, not the tokens";
  finish_all();

  auto& short_of_tokens = with({.tokens = 10});
  short_of_tokens.submit({0, 6});
  short_of_tokens.submit({1, 6});
  std::this_thread::sleep_for(std::chrono::milliseconds(2));
  EXPECT_GT(short_of_tokens.snapshot().waiting, 0.0);
  EXPECT_LE(short_of_tokens.snapshot().waiting, 1.0);
  finish(0);
  EXPECT_EQ(short_of_tokens.snapshot().admitted, 2U);
}

// A callback that releases at once, with everything parked: a recursion of this depth would overflow the stack.
TEST(Limiter, BatchesReleasedInsideTheCallbackTakeNoStack) {
  constexpr std::uint64_t kBatches = 200'000;
  Grant first;
  std::uint64_t admitted = 0;
  MemoryLimiter limiter({.tokens = 1}, [&](Grant grant) {
    ++admitted;
    if (grant.request().id == 0) {
      first = std::move(grant);
    }
  });
  for (std::uint64_t id = 0; id < kBatches; ++id) {
    limiter.submit({id, 1});
  }
  EXPECT_EQ(admitted, 1U);
  first.release();
  EXPECT_EQ(admitted, kBatches);
  EXPECT_EQ(limiter.snapshot().free, 1U);
}

TEST(Limiter, TheCallbackMaySubmitTheNextBatch) {
  std::vector<std::uint64_t> order;
  MemoryLimiter* limiter = nullptr;
  MemoryLimiter made({.tokens = 1}, [&](const Grant& grant) {
    order.push_back(grant.request().id);
    if (order.size() < 4) {
      limiter->submit({order.size(), 1});
    }
  });
  limiter = &made;
  limiter->submit({0, 1});
  EXPECT_THAT(order, ElementsAre(0, 1, 2, 3));
}

}  // namespace
}  // namespace weir::schedule
