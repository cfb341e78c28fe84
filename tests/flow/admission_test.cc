// The way in, without oneTBB: its threads here are the test's own.
#include "flow/admission.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <deque>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "batch/graph.h"
#include "flow/fail_unfit.h"

namespace weir::flow {
namespace {

constexpr std::uint64_t kMiB = 1 << 20;

struct Started {
  std::unique_ptr<batch::Batch> batch;
  std::shared_ptr<void> tokens;
  bool fits = true;
};

// A source and a sink; batches of one document each, whose size is what it needs, but for what the engine adds.
class AdmissionTest : public ::testing::Test {
 protected:
  void SetUp() override {
    graph_.lines("sink", graph_.source());
    graph_.build();
    for (batch::Node& node : graph_.wiring.nodes) const_cast<StageInfo*>(node.stage)->memory = {1.0, 0};
    needs_.emplace(graph_.wiring);
  }

  // Ends what a test has left running: a token that returns lets in the next batch, until there are none.
  void TearDown() override {
    if (admission_) admission_->stop();
    started_.clear();
  }

  std::unique_ptr<batch::Batch> next() {
    if (pulled_ == sizes_.size()) return nullptr;
    ListedEntry entry;
    entry.path = std::to_string(pulled_);
    entry.size = sizes_[pulled_];
    auto batch = graph_.batch({entry});
    if (pulled_ < priorities_.size()) batch->set_priority(priorities_[pulled_]);
    ++pulled_;
    return batch;
  }

  // As the network does when it is asked to: somewhere else, soon.
  void pull_if_wanted() {
    while (std::exchange(pulls_wanted_, 0) > 0) admission_->pull();
  }

  // An admission whose batches stand in `started_` until the test drops them.
  Admission& with(std::uint64_t tokens, std::size_t in_flight = 100) {
    admission_ = std::make_shared<Admission>(
        schedule::Budget{.tokens = tokens, .max_in_flight = in_flight}, *needs_,
        Admission::Outlets{.next = [this] { return next(); },
                           .start =
                               [this](auto batch, auto held, bool fits) {
                                 started_.push_back({std::move(batch), std::move(held), fits});
                               },
                           .pull_soon = [this] { ++pulls_wanted_; },
                           .ended = [this] { ++ended_; }});
    return *admission_;
  }
  std::uint64_t need(std::uint64_t size) const { return schedule::tokens_for({}, 0, 1) + size; }

  batch::Graph graph_;
  std::optional<Needs> needs_;
  std::vector<std::uint64_t> sizes_;
  std::vector<Priority> priorities_;  // normal where it is shorter
  std::size_t pulled_ = 0;
  std::deque<Started> started_;
  int pulls_wanted_ = 0;
  int ended_ = 0;
  std::shared_ptr<Admission> admission_;
};

TEST_F(AdmissionTest, PullsOnlyAFewAheadOfWhatFits) {
  sizes_.assign(1000, kMiB);
  Admission& admission = with(2 * need(kMiB));
  admission.pull();
  EXPECT_EQ(started_.size(), 2U);
  EXPECT_EQ(pulled_, 2 + Admission::kAhead);
  EXPECT_EQ(started_.front().batch->granted_bytes(), need(kMiB));
}

TEST_F(AdmissionTest, WantsAnotherPullWhenThereIsRoomInTheLine) {
  sizes_.assign(10, kMiB);
  Admission& admission = with(need(kMiB));
  admission.pull();
  const int before = pulls_wanted_;
  started_.pop_front();
  EXPECT_EQ(pulls_wanted_, before + 1);
  EXPECT_EQ(started_.size(), 1U) << "the token let in the next";
}

TEST_F(AdmissionTest, EndsOnceWhenTheLastTokenIsBack) {
  sizes_.assign(3, kMiB);
  Admission& admission = with(100 * kMiB);
  admission.pull();
  EXPECT_EQ(started_.size(), 3U);
  started_.pop_back();
  started_.pop_back();
  EXPECT_EQ(ended_, 0);
  started_.pop_back();
  pull_if_wanted();
  EXPECT_EQ(ended_, 1);
  EXPECT_EQ(admission.books().returned, 3U);
}

TEST_F(AdmissionTest, AsksAgainWhenTokensComeBack) {
  sizes_.assign(1, kMiB);
  Admission& admission = with(100 * kMiB);
  admission.pull();
  ASSERT_EQ(started_.size(), 1U);
  sizes_.push_back(kMiB);  // it waited for the first one
  pull_if_wanted();
  EXPECT_EQ(started_.size(), 1U) << "nobody knows of it yet";
  EXPECT_EQ(ended_, 0);
  started_.clear();
  pull_if_wanted();
  EXPECT_EQ(started_.size(), 1U);
  started_.clear();
  pull_if_wanted();
  EXPECT_EQ(ended_, 1);
}

TEST_F(AdmissionTest, LetsInByPriorityWhatIsInTheLine) {
  sizes_.assign(4, kMiB);
  priorities_ = {Priority::normal, Priority::low, Priority::normal, Priority::critical};
  Admission& admission = with(need(kMiB));
  admission.pull();
  std::vector<std::string> order;
  while (!started_.empty()) {
    order.push_back(started_.front().batch->entries().front().listed.path);
    started_.pop_front();
  }
  EXPECT_THAT(order, ::testing::ElementsAre("0", "3", "2", "1"));
}

TEST_F(AdmissionTest, ABigOneIsOvertakenNoMoreOftenThanAgreed) {
  sizes_.assign(1'000, 100);
  sizes_[0] = 6 * kMiB;
  sizes_[1] = 8 * kMiB;
  with(10 * kMiB).pull();
  Started first = std::move(started_.front());  // holds its tokens, so that the second does not fit
  started_.pop_front();
  std::size_t overtook = 0;
  for (bool more = true; more; ++overtook) {
    pull_if_wanted();
    more = !started_.empty();
    if (more) started_.pop_front();
  }
  EXPECT_EQ(overtook - 1, schedule::kMaxOvertakes);
  first = {};
  ASSERT_FALSE(started_.empty());
  EXPECT_EQ(started_.front().batch->entries().front().listed.path, "1");
}

TEST_F(AdmissionTest, EndsAtOnceWhereThereIsNothing) {
  with(kMiB).pull();
  EXPECT_EQ(ended_, 1);
}

TEST_F(AdmissionTest, LetsInWithoutTokensWhatNoBudgetOfThisSizeHolds) {
  sizes_ = {kMiB, 50 * kMiB, kMiB};
  Admission& admission = with(10 * kMiB);
  admission.pull();
  ASSERT_EQ(started_.size(), 3U);
  EXPECT_TRUE(started_[0].fits);
  EXPECT_FALSE(started_[1].fits);
  EXPECT_TRUE(started_[2].fits);
  EXPECT_EQ(admission.limiter().free, 10 * kMiB - 2 * need(kMiB));
  started_.clear();
  pull_if_wanted();
  EXPECT_EQ(ended_, 1);
}

TEST_F(AdmissionTest, ADocumentWithAnExpectationAsksForThatInstead) {
  ListedEntry expected, other;
  expected.path = "expected";
  expected.size = 50 * kMiB;
  expected.expected_memory = 3 * kMiB;
  other.path = "other";
  other.size = kMiB;
  const std::uint64_t budget = 10 * kMiB;
  EXPECT_EQ(needs_->of(*graph_.batch({expected}), budget).tokens, 3 * kMiB);
  EXPECT_EQ(needs_->of(*graph_.batch({expected, other}), budget).tokens, 3 * kMiB);
  other.size = 5 * kMiB;
  EXPECT_GT(needs_->of(*graph_.batch({expected, other}), budget).tokens, 5 * kMiB);
}

TEST_F(AdmissionTest, StoppedHandsBackWhatWaitsAndWaitsForWhatHasStarted) {
  sizes_.assign(10, kMiB);
  Admission& admission = with(need(kMiB));
  admission.pull();
  admission.stop();
  admission.stop();
  EXPECT_EQ(admission.books().handed_back, Admission::kAhead);
  EXPECT_EQ(ended_, 0);
  started_.clear();
  EXPECT_EQ(ended_, 1);
  admission.pull();
  EXPECT_EQ(pulled_, 1 + Admission::kAhead) << "a stopped run was pulled from";
  EXPECT_EQ(ended_, 1);
}

TEST_F(AdmissionTest, WhatTheListingThrowsEndsTheRunAndIsKept) {
  bool thrown = false;
  admission_ = std::make_shared<Admission>(schedule::Budget{.tokens = kMiB}, *needs_,
                                           Admission::Outlets{.next = [&]() -> std::unique_ptr<batch::Batch> {
                                                                thrown = true;
                                                                throw std::runtime_error("the store is gone");
                                                              },
                                                              .start = [](auto, auto, bool) {},
                                                              .pull_soon = [] {},
                                                              .ended = [this] { ++ended_; }});
  EXPECT_NO_THROW(admission_->rethrow());
  admission_->pull();
  EXPECT_TRUE(thrown);
  EXPECT_EQ(ended_, 1);
  EXPECT_THROW(admission_->rethrow(), std::runtime_error);
}

TEST_F(AdmissionTest, EntriesThatAreNeverReadNeedNothing) {
  ListedEntry huge;
  huge.size = 1ULL << 60;
  huge.refusal = ListedEntry::Refusal{false, "too_large", ""};
  EXPECT_EQ(needs_->of(*graph_.batch({huge}), kMiB).tokens, schedule::tokens_for({}, 0, 1));
  huge.refusal.reset();
  std::vector<batch::BatchEntry> left_out{{0, huge, true}};
  EXPECT_EQ(needs_->of(batch::Batch(0, 0, left_out, graph_.wiring), kMiB).tokens, schedule::tokens_for({}, 0, 1));
}

TEST_F(AdmissionTest, WhatNeverFitsFailsButWhatHadAVerdictKeepsIt) {
  ListedEntry large;
  large.size = kMiB;
  ListedEntry refused = large;
  refused.refusal = ListedEntry::Refusal{true, "unreadable", ""};
  ListedEntry filtered = large;
  filtered.refusal = ListedEntry::Refusal{false, "too_large", ""};
  batch::Batch batch(0, 0, {{0, large}, {1, refused}, {2, filtered}, {3, large, true}, {4, large}}, graph_.wiring);
  fail_unfit(graph_.wiring, batch, 2 * kMiB, kMiB);
  EXPECT_THAT(
      batch::failures(batch.result(0)),
      ::testing::ElementsAre("0 memory memory.never_fits", "1 rejected unreadable", "4 memory memory.never_fits"));
  EXPECT_THAT(batch::drops(batch.result(0)), ::testing::ElementsAre("2 too_large"));
  EXPECT_EQ(graph_.settle(batch).read, 4U);
}

TEST_F(AdmissionTest, ManyThatAreTooLargeOnlyTogetherTakeTheWholeBudget) {
  std::vector<ListedEntry> entries(4);
  for (ListedEntry& entry : entries) entry.size = kMiB;
  EXPECT_EQ(needs_->of(*graph_.batch(entries), 3 * kMiB).tokens, 3 * kMiB);
  EXPECT_EQ(needs_->of(*graph_.batch(entries), kMiB).tokens, need(kMiB)) << "one alone does not fit: to be refused";
}

// Pulls, ends of batches and a stop on different threads, each in its own order; the books balance.
TEST_F(AdmissionTest, BalancesOnManyThreads) {
  for (const bool stopped : {false, true}) {
    sizes_.clear();
    for (std::uint64_t number = 0; number < 20'000; ++number) sizes_.push_back(number * 7919 % kMiB);
    pulled_ = 0;
    std::mutex mutex;
    std::condition_variable changed;
    std::deque<Started> started;
    std::atomic<int> ended{0};
    std::atomic<int> wanted{1};
    const auto admission = std::make_shared<Admission>(
        schedule::Budget{.tokens = 2 * kMiB, .max_in_flight = 8}, *needs_,
        Admission::Outlets{.next = [this] { return next(); },
                           .start =
                               [&](auto batch, auto tokens, bool fits) {
                                 {
                                   const std::scoped_lock lock(mutex);
                                   started.push_back({std::move(batch), std::move(tokens), fits});
                                 }
                                 changed.notify_one();
                               },
                           .pull_soon = [&] { ++wanted; },
                           .ended =
                               [&] {
                                 const std::scoped_lock lock(mutex);
                                 ++ended;
                                 changed.notify_all();
                               }});
    {
      std::vector<std::jthread> threads;
      threads.reserve(3);
      for (int worker = 0; worker < 3; ++worker) {
        threads.emplace_back([&] {
          for (;;) {
            Started one;
            {
              std::unique_lock lock(mutex);
              changed.wait(lock, [&] { return ended > 0 || !started.empty(); });
              if (started.empty()) return;
              one = std::move(started.front());
              started.pop_front();
            }
            one.tokens.reset();
          }
        });
      }
      threads.emplace_back([&] {
        while (ended == 0) {
          if (wanted.exchange(0) > 0) {
            admission->pull();
          } else {
            std::this_thread::yield();
          }
        }
      });
      if (stopped) {
        while (admission->books().returned < 5'000) std::this_thread::yield();
        admission->stop();
      }
    }
    const Admission::Books books = admission->books();
    EXPECT_EQ(ended, 1);
    EXPECT_EQ(books.pulled, books.started + books.handed_back);
    EXPECT_EQ(books.started, books.returned);
    EXPECT_EQ(admission->limiter().free, 2 * kMiB);
    if (!stopped) {
      EXPECT_EQ(books.started, sizes_.size());
    }
  }
}

// One document of `size` bytes that took so much, as the end of the network has it.
void learn(schedule::CostModel& model, std::uint64_t size, std::uint64_t used) {
  for (std::size_t i = 0; i < schedule::LearnedNeed::kLearned; ++i) {
    model.add("files", 1, {.size = size, .used = used, .reserved = used});
  }
}

TEST_F(AdmissionTest, AsksForWhatWasLearnedOnceItIs) {
  schedule::CostModel model;
  needs_.emplace(graph_.wiring, &model);
  sizes_.assign(3, 8 * kMiB);
  const auto batch = next();
  EXPECT_EQ(needs_->of(*batch, 100 * kMiB).tokens, need(8 * kMiB));
  learn(model, 8 * kMiB, kMiB);
  const Need learned = needs_->of(*batch, 100 * kMiB);
  EXPECT_TRUE(learned.learned);
  EXPECT_GE(learned.tokens, kMiB);
  EXPECT_LE(learned.tokens, 5 * kMiB / 4);
  EXPECT_EQ(learned.declared, need(8 * kMiB));
}

TEST_F(AdmissionTest, MoreThanTheBudgetIsLearnedButNeverAskedFor) {
  schedule::CostModel model;
  needs_.emplace(graph_.wiring, &model);
  sizes_.assign(1, kMiB);
  learn(model, kMiB, 50 * kMiB);
  EXPECT_EQ(needs_->of(*next(), 10 * kMiB).tokens, 10 * kMiB);
}

TEST_F(AdmissionTest, WhatAStageIsToldItMayTakeIsNotShrunkByWhatWasLearned) {
  schedule::CostModel model;
  needs_.emplace(graph_.wiring, &model);
  learn(model, 8 * kMiB, kMiB);
  sizes_.assign(1, 8 * kMiB);
  with(100 * kMiB).pull();
  ASSERT_EQ(started_.size(), 1u);
  EXPECT_EQ(started_.front().batch->granted_bytes(), need(8 * kMiB));
  EXPECT_LE(started_.front().batch->reservation().tokens, 5 * kMiB / 4);
  EXPECT_TRUE(started_.front().batch->reservation().learned);
}

// The filings team's rule, 12 x size + 500 MiB, for eight copies of a filing of 68 MiB on eight threads and 4 GiB.
TEST_F(AdmissionTest, ThreeFilingsAreLetInByTheDeclaredRuleAndAllEightByTheLearnedOne) {
  constexpr std::uint64_t kFiling = 68 * kMiB;
  for (batch::Node& node : graph_.wiring.nodes) const_cast<StageInfo*>(node.stage)->memory = {12.0, 500 * kMiB};
  schedule::CostModel model;
  needs_.emplace(graph_.wiring, &model);
  sizes_.assign(8, kFiling);
  ListedEntry filing;
  filing.size = kFiling;
  EXPECT_EQ(needs_->of(*graph_.batch({filing}), 4096 * kMiB).tokens, 1316 * kMiB + schedule::tokens_for({}, 0, 1));
  const auto most_at_once = [&] {
    std::size_t most = 0;
    Admission& admission = with(4096 * kMiB, 16);
    admission.pull();
    while (!started_.empty()) {
      admission.pull();
      most = std::max(most, started_.size());
      started_.pop_front();
    }
    return most;
  };
  EXPECT_EQ(most_at_once(), 3u);
  EXPECT_EQ(admission_->books().returned, 8u);
  learn(model, kFiling, 90 * kMiB);
  pulled_ = 0;
  EXPECT_EQ(most_at_once(), 8u);
  EXPECT_EQ(admission_->books().returned, 8u);
}

}  // namespace
}  // namespace weir::flow
