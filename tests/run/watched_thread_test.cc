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
    return thread_.look(WatchedThread::Clock::now() + time, milliseconds(1000), kOutOfTime);
  }
  bool is_asked() const { return thread_.stop_request()->load(); }

  static std::vector<batch::BatchEntry> entries() {
    std::vector<batch::BatchEntry> entries(2);
    entries[0].listed.path = "a";
    entries[1].listed.path = "b";
    return entries;
  }

  batch::Wiring wiring_;
  batch::Batch batch_{1, 0, entries(), wiring_};
  SilentLogger logger_;
  Watchdog watchdog_{wiring_, logger_};
  WatchedBatch watched_{watchdog_, std::chrono::duration_cast<milliseconds>(hours(1))};
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
  watched_.times().add(0, hours(1) - milliseconds(1));
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
  EXPECT_GT(watched_.times().of(1).count(), 0);
  EXPECT_EQ(watched_.times().of(0).count(), 0);
}

}  // namespace
}  // namespace weir::run
