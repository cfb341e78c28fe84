#include "observe/summary.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace weir::observe {
namespace {

using ::testing::HasSubstr;

Summary example_summary() {
  Summary summary;
  summary.view.read = 12;
  summary.view.done = 9;
  summary.view.filtered = 2;
  summary.view.dead = 1;
  summary.view.listed = summary.view.committed = 12;
  summary.view.dead_reasons = {{"no_segments", 1}};
  summary.filtered_reasons = {{"not_10k", 2}};
  summary.outputs = {"runs/sec/out/segments.jsonl"};
  summary.next = "weir dlq list runs/sec";
  return summary;
}

TEST(Summary, PrintsTheEquationAndTheNextCommand) {
  const std::string text = draw(example_summary());
  EXPECT_THAT(text, HasSubstr("12 read = 9 done + 2 filtered + 1 dead   ✓ the books balance"));
  EXPECT_THAT(text, HasSubstr("filtered   not_10k 2"));
  EXPECT_THAT(text, HasSubstr("dead       no_segments 1"));
  EXPECT_THAT(text, HasSubstr("wrote      runs/sec/out/segments.jsonl"));
  EXPECT_THAT(text, HasSubstr("next: weir dlq list runs/sec"));
}

TEST(Summary, SaysLoudlyWhenTheBooksDoNotBalance) {
  Summary summary = example_summary();
  summary.view.done = 8;
  EXPECT_FALSE(books_balance(summary.view));
  EXPECT_THAT(draw(summary), HasSubstr("✗ THE BOOKS DO NOT BALANCE"));
}

TEST(Summary, DoesNotLetOneSourceMakeUpForAnother) {
  Summary summary = example_summary();
  summary.view.sources_balance = false;
  EXPECT_FALSE(books_balance(summary.view));
}

TEST(Summary, SaysWhatIsLeftWhenStopped) {
  Summary summary = example_summary();
  summary.view.listed = 20;
  EXPECT_THAT(draw(summary), HasSubstr("8 of 20 listed are not committed yet"));
}

TEST(Summary, SaysHowLongCallsWaitedAtEachLimiter) {
  Summary summary = example_summary();
  summary.view.limiters = {{.name = "service", .limit = 5, .taken = 1203, .waited = 108.4},
                           {.name = "pace", .limit = 10, .per = "s", .taken = 3, .waited = 0.25}};
  const std::string text = draw(summary);
  EXPECT_NE(text.find("limiter    service: 5 at a time, 1,203 taken, for which calls waited 1m48s\n"),
            std::string::npos);
  EXPECT_NE(text.find("limiter    pace: 10/s, 3 taken, for which calls waited 250 ms\n"), std::string::npos);
}

}  // namespace
}  // namespace weir::observe
