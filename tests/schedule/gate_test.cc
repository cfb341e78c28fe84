// The gate of the limiter: what memory says, whatever the tokens say.
#include <gtest/gtest.h>

#include <deque>
#include <utility>

#include "schedule/limiter.h"

namespace weir::schedule {
namespace {

class GateTest : public ::testing::Test {
 protected:
  ~GateTest() override {
    limiter_.stop();
    running_.clear();
  }

  std::deque<Grant> running_;
  MemoryLimiter limiter_{{.tokens = 100}, [this](Grant grant) { running_.push_back(std::move(grant)); }};
};

TEST_F(GateTest, ClosedLetsNobodyInUntilItOpens) {
  limiter_.set_gate(Gate::closed);
  for (std::uint64_t id = 0; id < 3; ++id) limiter_.submit({id, 10});
  EXPECT_TRUE(running_.empty());
  limiter_.set_gate(Gate::open);
  EXPECT_EQ(running_.size(), 3u);
}

TEST_F(GateTest, AloneLetsOneInWheneverNothingIsInFlight) {
  limiter_.submit({0, 10});
  limiter_.set_gate(Gate::alone);
  for (std::uint64_t id = 1; id < 5; ++id) limiter_.submit({id, 10});
  for (std::uint64_t id = 0; id < 5; ++id) {
    ASSERT_EQ(running_.size(), 1u);
    EXPECT_EQ(running_.front().request().id, id);
    const Grant ended = std::move(running_.front());
    running_.pop_front();
  }
  EXPECT_EQ(limiter_.snapshot().parked, 0u);
}

}  // namespace
}  // namespace weir::schedule
