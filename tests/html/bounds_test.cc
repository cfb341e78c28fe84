// What a page can make its reader take at most, whatever is in it. A program of its own: what other tests leave in the
// heap would be counted.

#include <gtest/gtest.h>
#include <malloc.h>
#include <sys/prctl.h>

#include <algorithm>
#include <memory>
#include <ostream>
#include <string>

#include "html/html_stage.h"
#include "html/memory_growth.h"
#include "html/pages.h"
#include "sdk_harness.h"

namespace weir::html {
namespace {

// A page that begins with `head` and goes on with `body` for ever; it lies nowhere, so that only its reader takes
// memory.
class EndlessPage final : public ByteSource {
 public:
  EndlessPage(std::string_view head, std::string_view body, std::uint64_t size)
      : head_(head), body_(body), size_(size) {}

  std::uint64_t size() const override { return size_; }
  std::size_t read(std::uint64_t offset, std::span<char> into) const override {
    const auto length = static_cast<std::size_t>(std::min<std::uint64_t>(into.size(), size_ - offset));
    for (std::size_t i = 0; i < length; ++i) into[i] = at(offset + i);
    return length;
  }

 private:
  char at(std::uint64_t offset) const {
    return offset < head_.size() ? head_[offset] : body_[(offset - head_.size()) % body_.size()];
  }

  std::string_view head_;
  std::string_view body_;
  std::uint64_t size_;
};

// By how much the process grows at most while the page is read.
long growth(std::string_view head, std::string_view body, std::uint64_t size) {
  Html stage(harness::bind<Html::Params>());
  Document document = Document::begin(harness::origin("endless", size));
  document.set_content(Content(std::make_shared<EndlessPage>(head, body, size)));
  mallopt(M_MMAP_THRESHOLD, 1 << 17);     // what is large goes back when it is freed
  prctl(PR_SET_THP_DISABLE, 1, 0, 0, 0);  // large pages would be filled although only a part of them is used
  return memory_growth([&] { EXPECT_EQ(harness::call(stage, std::move(document)).documents.size(), 1u); });
}

struct Dense {
  const char* head;
  const char* body;
};
std::ostream& operator<<(std::ostream& out, const Dense& page) {
  return out << testing::PrintToString(std::string(page.head) + page.body);
}

class DensePages : public testing::TestWithParam<Dense> {};

TEST_P(DensePages, TakeNoMoreThanTheStageDeclares) {
  constexpr std::uint64_t kSize = std::uint64_t{4} << 20;
  const double declared = Html::kMemoryPerByte * static_cast<double>(kSize) + static_cast<double>(Html::kMemoryBeside);
  EXPECT_LE(static_cast<double>(growth(GetParam().head, GetParam().body, kSize)), declared);
}

INSTANTIATE_TEST_SUITE_P(
    Html, DensePages,
    testing::Values(Dense{"", "a<p>"}, Dense{"<p>", "a<br>"}, Dense{"<p>", "a<br><br>"}, Dense{"<p>", "&nGt;"},
                    Dense{"<p>", "\x80"}, Dense{"<p>", "\x80\xC3 "}, Dense{"<p>", "a  "}, Dense{"<p>", "a&lt;"},
                    Dense{"<p>", "a<hr>"}, Dense{"<table>", "<td>a"}, Dense{"<table>", "<tr><td>a"},
                    Dense{"<table><td>", "a<p>"}, Dense{"<p>", "<b id=1>a</b>"}, Dense{"<pre>", "a"},
                    Dense{"<pre>", "a\n"}, Dense{"<pre>", "a\n\n"}, Dense{"<pre>", "&lt;"}, Dense{"<pre>", "a&lt;\n"},
                    Dense{"<pre>", "\x80"}, Dense{"<TABLE>\n", "a\n"}, Dense{"<TABLE>\n", "a\tb\n"}, Dense{"", "a\n\n"},
                    Dense{"<meta charset=windows-1251><p>", "\xC6"}, Dense{"<meta charset=windows-1251><p>", "\xC6 a"},
                    Dense{"<meta charset=windows-874><p>", "\xA4"}, Dense{"<meta charset=windows-1251>", "\xC6<p>"},
                    Dense{"<meta charset=gbk><p>", "\xB7\xE7"}));

TEST(Bounds, CrowdedPagesKeepAllOfTheirText) {
  std::string page = "<TABLE>\n";
  for (int i = 0; i < 1000000; ++i) page += "a\n";
  const Document document = read_page(page);
  const std::string_view text = document.text().view();
  EXPECT_EQ(text.size(), 2 * 1000000u - 1);
  EXPECT_EQ(std::count(text.begin(), text.end(), 'a'), 1000000);
  EXPECT_EQ(document.blocks().front().size(), 1u);
  EXPECT_EQ(document.blocks().back().end, text.size());
  for (std::size_t at = 0; at < text.size(); at += 99999) {
    const Range source = document.text().source_range(at, at + 1);
    EXPECT_LE(source.begin, 9 + at);
    EXPECT_GE(source.end, 8 + at);
  }
}

// Where elements are open below as many as are remembered, text looks as at
// that depth.
TEST(Bounds, RemembersFiveHundredOpenElements) {
  const auto look_inside = [](std::size_t spans) {
    std::string page;
    for (std::size_t i = 0; i < spans; ++i) page += "<span>";
    return blocks_of(page + "<b>x</b>");
  };
  EXPECT_EQ(look_inside(510), std::vector<std::string>{"P bold [x]"});
  EXPECT_EQ(look_inside(511), std::vector<std::string>{"P [x]"});
}

std::size_t longest_block(const Document& document) {
  std::size_t longest = 0;
  for (const Block& block : document.blocks()) longest = std::max(longest, block.size());
  return longest;
}

TEST(Bounds, GathersAtMostSixtyFourKilobytesOfLines) {
  const std::string line =
      "a line of words that fills the page, and goes on "
      "in the next one without an end\n";
  std::string page;
  for (int i = 0; i < 5000; ++i) page += line;
  const Document document = read_page(page, "always");
  EXPECT_GE(longest_block(document), std::size_t{60} << 10);
  EXPECT_LE(longest_block(document), (std::size_t{64} << 10) + line.size());
}

TEST(Bounds, GathersAtMostEightThousandPiecesOfALine) {
  std::string page;
  for (int i = 0; i < 20000; ++i) page += "a&amp;";
  EXPECT_EQ(longest_block(read_page(page, "always")), 8192u);
}

}  // namespace
}  // namespace weir::html
