#include <gtest/gtest.h>

#include "schedule/retry_rules.h"

namespace weir::schedule {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr double kMost = 0.999999;

TEST(RetryPolicy, DoublesTheWaitUpToTheLongest) {
  const RetryPolicy policy{.attempts = 100, .within = {}, .shortest = seconds(1), .longest = seconds(60)};
  const std::vector<std::int64_t> expected{999, 1999, 3999, 7999, 15999, 31999, 59999, 59999};
  for (std::size_t made = 1; made <= expected.size(); ++made) {
    EXPECT_EQ(policy.wait_after(made, milliseconds(0), kMost), milliseconds(expected[made - 1])) << made;
  }
  EXPECT_EQ(policy.wait_after(99, milliseconds(0), kMost), milliseconds(59999));
}

TEST(RetryPolicy, SpreadsTheWaitOverAllOfItsRange) {
  const RetryPolicy policy{.attempts = 10, .within = {}, .shortest = seconds(8), .longest = seconds(60)};
  EXPECT_EQ(policy.wait_after(1, milliseconds(0), 0.0), milliseconds(0));
  EXPECT_EQ(policy.wait_after(1, milliseconds(0), 0.5), seconds(4));
  EXPECT_EQ(policy.wait_after(2, milliseconds(0), 0.5), seconds(8));
}

TEST(RetryPolicy, WaitsNoLessThanItWasAskedTo) {
  const RetryPolicy policy;
  EXPECT_EQ(policy.wait_after(1, milliseconds(0), 0.0, seconds(30)), seconds(30));
  EXPECT_GT(policy.wait_after(1, milliseconds(0), 0.5, seconds(30)), seconds(30));
}

TEST(RetryPolicy, EndsWithItsAttemptsAndWithItsTime) {
  const RetryPolicy policy{.attempts = 3, .within = minutes(1), .shortest = seconds(1), .longest = seconds(60)};
  EXPECT_TRUE(policy.wait_after(2, seconds(10), 0.0));
  EXPECT_FALSE(policy.wait_after(3, seconds(10), 0.0));
  EXPECT_TRUE(policy.wait_after(1, seconds(59), kMost));
  EXPECT_FALSE(policy.wait_after(1, seconds(60), kMost));
  EXPECT_FALSE(policy.wait_after(1, seconds(0), 0.0, minutes(2))) << "the other side asks for more than there is";
}

Tried tried(FailureClass failure, std::uint64_t attempts, std::uint64_t crashes = 0) {
  return {failure, attempts, crashes, milliseconds(0), {}};
}

TEST(RetryRules, GoByTheClassOfTheFailure) {
  const RetryRules rules;
  for (const FailureClass failure : {FailureClass::transient, FailureClass::timeout, FailureClass::memory}) {
    EXPECT_TRUE(wait_before_next(rules, tried(failure, 2), 0.0)) << to_string(failure);
    EXPECT_FALSE(wait_before_next(rules, tried(failure, 3), 0.0)) << to_string(failure);
  }
  EXPECT_FALSE(wait_before_next(rules, tried(FailureClass::rejected, 1), 0.0));
  EXPECT_FALSE(wait_before_next(rules, tried(FailureClass::lost, 1), 0.0));
}

TEST(RetryRules, EndWithTheSecondCrashWhateverIsAllowed) {
  RetryRules rules;
  rules.policy.attempts = 10;
  EXPECT_TRUE(wait_before_next(rules, tried(FailureClass::crash, 1, 1), 0.0));
  EXPECT_FALSE(wait_before_next(rules, tried(FailureClass::crash, 2, 2), 0.0));
  EXPECT_FALSE(wait_before_next(rules, tried(FailureClass::crash, 3, 2), 0.0)) << "with a timeout between them";
  EXPECT_TRUE(wait_before_next(rules, tried(FailureClass::timeout, 3, 1), 0.0));
}

TEST(RetryRules, LeaveAClassOutThatTheGraphDoesNotName) {
  RetryRules rules;
  rules.on = {FailureClass::transient};
  EXPECT_TRUE(wait_before_next(rules, tried(FailureClass::transient, 1), 0.0));
  EXPECT_FALSE(wait_before_next(rules, tried(FailureClass::timeout, 1), 0.0));
}

}  // namespace
}  // namespace weir::schedule
