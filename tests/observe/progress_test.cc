#include "observe/progress.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <fstream>
#include <iterator>
#include <mutex>

namespace weir::observe {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

View example_view() {
  View view;
  view.graph = "sec";
  view.seconds = 100.0;
  view.listed = 120400;
  view.committed = 75904;
  view.committed_before = 41210;
  view.listed_bytes = 12'000'000'000;
  view.committed_bytes = 7'500'000'000;
  view.committed_bytes_before = 4'000'000'000;
  view.dead = 43;
  view.dead_reasons = {{"html.too_deep", 30}, {"timeout", 12}, {"crash", 1}};
  view.memory_tokens = std::uint64_t{4} << 30;
  view.memory_reserved = std::uint64_t{3} << 30;
  view.memory_used = std::uint64_t{2} << 30;
  view.waiting = 0.12;
  NodeView text;
  text.id = "text";
  text.documents_in = 75928;
  text.documents_out = 75871;
  text.in_flight = 14;
  text.p50_ns = 18'000'000;
  text.p99_ns = 310'000'000;
  text.busy = 0.92;
  text.failed = 43;
  NodeView sections;
  sections.id = "sections";
  sections.drops = {{"no_such_section", 5753}};
  view.nodes = {text, sections};
  return view;
}

TEST(Progress, ShowsDocumentsRateMemoryNodesAndFailures) {
  const std::string picture = draw(example_view(), false);
  EXPECT_THAT(picture, HasSubstr("75,904/120,400"));
  EXPECT_THAT(picture, HasSubstr("346/s"));
  EXPECT_THAT(picture, HasSubstr("35.0 MB/s"));
  EXPECT_THAT(picture, HasSubstr("2m09s left"));
  EXPECT_THAT(picture, HasSubstr("3 GiB of 4 GiB reserved   2 GiB used   waiting 12 %"));
  EXPECT_THAT(picture, HasSubstr("<- bottleneck"));
  EXPECT_THAT(picture, HasSubstr("filtered: no_such_section 5,753"));
  EXPECT_THAT(picture, HasSubstr("! 43 dead letters: html.too_deep 30, timeout 12, crash 1"));
}

TEST(Progress, ShowsHowFarALaterPhaseOrAFoldIs) {
  View view = example_view();
  EXPECT_THAT(draw(view, false), Not(HasSubstr("phase")));
  view.phase = "unique";
  view.phase_documents = 90'000;
  view.phase_committed = 30'000;
  EXPECT_THAT(draw(view, false), HasSubstr("33 %  30,000/90,000   unique"));
  EXPECT_THAT(draw_line(view), HasSubstr(" phase=unique phase_documents=90000 phase_committed=30000"));
}

// As docs/limiters.md has them.
TEST(Progress, ShowsLimitersAsThePageAboutThemDoes) {
  View view = example_view();
  view.limiters = {{"connections", 5, "", 5, 11, 1203, ""},
                   {"pace", 10, "s", 2, 4, 1203, ""},
                   {"plan", 1000, "day", 203, 0, 203, "2026-03-02 09:14:07 UTC"}};
  const std::string picture = draw(view, false);
  const std::size_t begin = picture.find(" limiter connections");
  ASSERT_NE(begin, std::string::npos) << picture;
  const std::size_t end = picture.find("UTC\n", begin) + 4;
  std::ifstream file(std::string(WEIR_SOURCE_DIR) + "/docs/limiters.md");
  const std::string page{std::istreambuf_iterator<char>(file), {}};
  EXPECT_THAT(page, HasSubstr(picture.substr(begin, end - begin)));
  EXPECT_THAT(draw_line(view), HasSubstr(" limiter.plan.used=203 limiter.plan.waiting=0 limiter.plan.taken=203 "
                                         "limiter.plan.renews=2026-03-02T09:14:07Z "));
}

TEST(Progress, NamesNoBottleneckWhereNoNodeIsBusy) {
  View view = example_view();
  view.nodes[0].busy = 0.2;
  EXPECT_THAT(draw(view, false), Not(HasSubstr("bottleneck")));
}

TEST(Progress, LineForProgramsIsOneLineOfKeysAndValues) {
  const std::string line = draw_line(example_view());
  EXPECT_EQ(std::count(line.begin(), line.end(), '\n'), 1);
  EXPECT_THAT(line, HasSubstr("progress graph=sec seconds=100 listed=120400 committed=75904"));
  EXPECT_THAT(line, HasSubstr(" dead=43 "));
  EXPECT_THAT(line, HasSubstr(" text.in=75928 text.out=75871 text.failed=43"));
}

// Collects what is written and lets a test wait for it.
class Screen {
 public:
  void write(const std::string& text) {
    const std::scoped_lock lock(mutex_);
    text_ += text;
    changed_.notify_all();
  }
  std::string wait_for(const std::string& part) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return text_.find(part) != std::string::npos; });
    return text_;
  }
  std::string text() {
    const std::scoped_lock lock(mutex_);
    return text_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::string text_;
};

ProgressSettings quick(bool terminal) {
  ProgressSettings settings;
  settings.terminal = terminal;
  settings.terminal_interval = settings.line_interval = std::chrono::milliseconds(1);
  return settings;
}

TEST(Progress, RedrawsInPlaceOnATerminal) {
  Screen screen;
  Progress progress(quick(true), example_view, [&](const std::string& text) { screen.write(text); });
  screen.wait_for("\x1b[6A\x1b[J documents");  // five lines of picture and one of dead letters are taken back
}

TEST(Progress, NeverMovesTheCursorElsewhere) {
  Screen screen;
  {
    Progress progress(quick(false), example_view, [&](const std::string& text) { screen.write(text); });
    screen.wait_for("progress graph=sec");
  }
  EXPECT_THAT(screen.text(), Not(HasSubstr("\x1b")));
}

TEST(Progress, SilentShowsOnlyWhatIsSaid) {
  Screen screen;
  ProgressSettings settings = quick(true);
  settings.silent = true;
  std::atomic<int> asked = 0;
  {
    Progress progress(
        settings,
        [&] {
          ++asked;
          return example_view();
        },
        [&](const std::string& text) { screen.write(text); });
    progress.say("stopping");
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  EXPECT_EQ(screen.text(), "stopping\n");
  EXPECT_EQ(asked, 0);
}

}  // namespace
}  // namespace weir::observe
