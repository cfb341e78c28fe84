// Time counts over all calls about a document, and a request to stop is about one call.
#include "run/watched_thread.h"

#include <gtest/gtest.h>

#include "run/watchdog.h"

namespace weir::run {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;

class SilentLogger final : public Logger {
 public:
  void write(LogLevel, std::string_view) override {}
};

class WatchedThreads : public ::testing::Test {
 protected:
  WatchedThreads() { watched_.bind(batch_); }

  std::optional<Overdue> look_after(std::chrono::nanoseconds time) {
    return thread_.look(WatchedThread::Clock::now() + time, milliseconds(1000));
  }
  bool is_asked() const { return thread_.stop_request()->load(); }

  static std::vector<batch::BatchEntry> entries() {
    std::vector<batch::BatchEntry> entries(2);
    entries[0].listed.path = "a";
    entries[1].listed.path = "b";
    return entries;
  }

  static batch::Wiring nodes() {
    batch::Wiring wiring;
    wiring.nodes.resize(4);
    wiring.nodes[1].own_deadline = true;
    return wiring;
  }
  static batch::Deadlines deadlines() { return {hours(1), std::chrono::minutes(10), {{}, hours(2)}}; }
  // So that its clock does not run out before.
  void get_on() { thread_.progress()->fetch_add(1); }

  const batch::Wiring wiring_ = nodes();
  batch::Batch batch_{1, 0, entries(), wiring_};
  SilentLogger logger_;
  Watchdog watchdog_{wiring_, logger_};
  WatchedBatch watched_{watchdog_, wiring_, deadlines()};
  WatchedThread thread_;
};

TEST_F(WatchedThreads, AreAskedToStopOnceTheTimeIsOver) {
  thread_.begin(watched_, 3, 1, 1);
  EXPECT_FALSE(look_after(milliseconds(0)));
  EXPECT_FALSE(is_asked());
  const auto overdue = look_after(hours(1));
  ASSERT_TRUE(overdue);
  EXPECT_EQ(overdue->path, "b");
  EXPECT_EQ(overdue->node, 3U);
  EXPECT_TRUE(overdue->just_asked);
  EXPECT_TRUE(is_asked());
  EXPECT_FALSE(look_after(hours(2))->just_asked);
}

TEST_F(WatchedThreads, HaveARequestThatIsAboutOneCall) {
  thread_.begin(watched_, 0, 0, 0);
  ASSERT_TRUE(look_after(hours(1)));
  thread_.begin(watched_, 0, 1, 1);
  EXPECT_FALSE(is_asked());
  ASSERT_TRUE(look_after(hours(1)));
  thread_.end();
  EXPECT_FALSE(is_asked());
  EXPECT_FALSE(look_after(hours(100))) << "who does nothing is not late";
}

TEST_F(WatchedThreads, CountWhatADocumentTookInEarlierCalls) {
  watched_.times().add(0, 0, hours(1) - milliseconds(1));
  thread_.begin(watched_, 2, 1, 1);
  EXPECT_FALSE(look_after(milliseconds(1))) << "another document";
  thread_.begin(watched_, 2, 0, 0);
  EXPECT_TRUE(look_after(milliseconds(1)));
}

TEST_F(WatchedThreads, AddUpWhatTheirCallsTake) {
  const auto before = WatchedThread::Clock::now();
  thread_.begin(watched_, 0, 1, 1);
  while (WatchedThread::Clock::now() - before < milliseconds(2)) {
  }
  thread_.end();
  EXPECT_GT(watched_.times().of(0, 1).count(), 0);
  EXPECT_EQ(watched_.times().of(0, 0).count(), 0);
}

TEST_F(WatchedThreads, AreAskedToStopWhereTheyDoNotGetOn) {
  thread_.begin(watched_, 0, 0, 0);
  EXPECT_FALSE(look_after(std::chrono::minutes(9)));
  get_on();
  EXPECT_FALSE(look_after(std::chrono::minutes(18))) << "it has got on since";
  const auto overdue = look_after(std::chrono::minutes(29));
  ASSERT_TRUE(overdue);
  EXPECT_EQ(overdue->overrun, batch::Overrun::no_progress);
  EXPECT_EQ(overdue->limit, std::chrono::minutes(10));
  EXPECT_EQ(thread_.overrun(), batch::Overrun::no_progress);
  EXPECT_EQ(overdue->signal, kStandsStill) << "that long, no grace is left";
}

TEST_F(WatchedThreads, CountApartWhatANodeWithADeadlineOfItsOwnTakes) {
  watched_.times().add(1, 0, hours(1));
  thread_.begin(watched_, 0, 0, 0);
  EXPECT_FALSE(look_after(milliseconds(0))) << "that was another clock";
  thread_.begin(watched_, 1, 0, 0);
  get_on();
  EXPECT_FALSE(look_after(std::chrono::minutes(59)));
  get_on();
  const auto overdue = look_after(std::chrono::minutes(61));
  ASSERT_TRUE(overdue);
  EXPECT_EQ(overdue->overrun, batch::Overrun::deadline);
  EXPECT_EQ(overdue->limit, hours(2));
}

}  // namespace
}  // namespace weir::run
