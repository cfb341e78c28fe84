#include "schedule/governor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "schedule/amounts.h"
#include "schedule/wait_watch.h"

namespace weir::schedule {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class GovernorTest : public ::testing::Test {
 protected:
  GovernorTest() {
    reading_.available = 10'000 * kMiB;
    reading_.in_flight = 2;
  }

  Ruling rule() { return governor_.rule(reading_); }
  void pass(milliseconds time) { reading_.now += time; }

  Governor governor_{{.budget = 1000 * kMiB, .usable = 2000 * kMiB, .patience = seconds(300)}};
  Reading reading_;
};

TEST_F(GovernorTest, LetsInAndIsSilentWhileThereIsRoom) {
  reading_.used = 900 * kMiB;
  EXPECT_EQ(rule().gate, Gate::open);
  EXPECT_THAT(rule().event, IsEmpty());
}

TEST_F(GovernorTest, AboveNinetyPercentBatchesGoAloneAndTheAllocatorGivesBackOnce) {
  reading_.used = 901 * kMiB;
  const Ruling first = rule();
  EXPECT_EQ(first.gate, Gate::alone);
  EXPECT_TRUE(first.give_back);
  EXPECT_THAT(first.event, HasSubstr("901 MiB of 1000 MiB used"));
  const Ruling second = rule();
  EXPECT_EQ(second.gate, Gate::alone);
  EXPECT_FALSE(second.give_back);
  EXPECT_THAT(second.event, IsEmpty());
}

TEST_F(GovernorTest, OpensAgainOnlyWhenThereIsRoomToSpare) {
  reading_.used = 950 * kMiB;
  rule();
  reading_.used = 880 * kMiB;
  EXPECT_EQ(rule().gate, Gate::alone);
  reading_.used = 840 * kMiB;
  const Ruling open = rule();
  EXPECT_EQ(open.gate, Gate::open);
  EXPECT_THAT(open.event, HasSubstr("let in again"));
}

TEST_F(GovernorTest, PressureAndRunningOutAreReasonsToo) {
  reading_.pressure = 12.34;
  EXPECT_EQ(rule().gate, Gate::alone);
  reading_.pressure = 0.0;
  EXPECT_EQ(rule().gate, Gate::open);
  reading_.out_of_memory = 1;
  EXPECT_EQ(rule().gate, Gate::alone);
  pass(seconds(11));
  EXPECT_EQ(rule().gate, Gate::open);
}

TEST_F(GovernorTest, WhatRanOutBeforeTheRunIsNoReason) {
  reading_.out_of_memory = 7;
  EXPECT_EQ(rule().gate, Gate::open);
}

TEST_F(GovernorTest, WaitsForWhatOthersHoldAndGivesUpAfterItsPatience) {
  reading_.need = 500 * kMiB;
  reading_.available = 100 * kMiB;
  reading_.in_flight = 0;
  const Ruling closed = rule();
  EXPECT_EQ(closed.gate, Gate::closed);
  EXPECT_THAT(closed.event, HasSubstr("others hold it"));
  pass(seconds(299));
  EXPECT_FALSE(rule().give_up);
  pass(seconds(1));
  const Ruling over = rule();
  EXPECT_TRUE(over.give_up);
  EXPECT_THAT(over.event, HasSubstr("needs 500 MiB, 100 MiB are available"));
}

TEST_F(GovernorTest, PatienceBeginsAnewWhenSomethingMoves) {
  reading_.need = 500 * kMiB;
  reading_.available = 100 * kMiB;
  reading_.in_flight = 0;
  rule();
  pass(seconds(200));
  reading_.in_flight = 1;
  rule();
  reading_.in_flight = 0;
  pass(seconds(200));
  EXPECT_FALSE(rule().give_up);
  reading_.available = 600 * kMiB;
  EXPECT_EQ(rule().gate, Gate::open);
}

TEST_F(GovernorTest, ABatchThatAsksForMoreThanThereEverWasWaitsForNobody) {
  reading_.need = 3000 * kMiB;
  reading_.available = 100 * kMiB;
  EXPECT_EQ(rule().gate, Gate::open);
}

TEST(WaitWatch, TellsOnceOfWhoeverWaitsForLong) {
  WaitWatch watch{seconds(1)};
  WaitWatch::Time now;
  EXPECT_THAT(watch.look(now, {1, 2}), IsEmpty());
  EXPECT_THAT(watch.look(now + milliseconds(900), {1, 2, 3}), IsEmpty());
  EXPECT_THAT(watch.look(now + seconds(1), {2, 3}), ElementsAre(2));
  EXPECT_THAT(watch.look(now + seconds(2), {1, 2, 3}), ElementsAre(3));  // 1 was away: its wait begins anew
  EXPECT_THAT(watch.look(now + seconds(3), {1, 2, 3}), ElementsAre(1));
}

}  // namespace
}  // namespace weir::schedule
