// What must hold for every real filing.

#include <gtest/gtest.h>

#include <random>

#include "html/gumbo_text.h"
#include "html/layout.h"
#include "html/pages.h"
#include "sdk_harness.h"

namespace weir::html {
namespace {

class Filings : public testing::Test {
 protected:
  void SetUp() override {
    if (files_.empty()) GTEST_SKIP() << "the corpus is absent: set WEIR_CORPUS";
  }
  const std::vector<std::filesystem::path> files_ = filings();
};

// Where lines are laid out by hand, those that draw rules are no text; so marks of which rules are made do not count.
std::string comparable(std::string_view text, Layout layout) {
  std::string compact = without_space(text);
  if (layout == Layout::by_hand)
    std::erase_if(compact, [](char c) { return std::string_view("-=_*~").find(c) != std::string_view::npos; });
  return compact;
}

TEST_F(Filings, HaveTheTextOfAWholeTree) {
  for (const auto& file : files_) {
    const std::string page = harness::read_file(file);
    // The one exception: rules that are drawn in <pre> are no text here.
    const Layout layout = page.find("<PRE>") == std::string::npos ? Layout::markup : Layout::by_hand;
    EXPECT_TRUE(comparable(text_of(page, "never"), layout) == comparable(gumbo_text(page), layout)) << file;
  }
}

TEST_F(Filings, GiveEachPieceOfTextBackFromItsSourceRangeAlone) {
  std::mt19937 random(1);
  for (const auto& file : files_) {
    const std::string page = harness::read_file(file);
    // What was laid out by hand in a part of a page reads as such only by itself.
    const bool by_hand = layout_of(page) == Layout::by_hand || page.find("<PRE>") != std::string::npos;
    const Document document = read_page(page);
    const std::string_view text = document.text().view();
    ASSERT_EQ(document.text().map().text_size(), text.size());
    for (int i = 0; i < 1000; ++i) {
      std::size_t begin = random() % text.size();
      std::size_t end = std::min<std::size_t>(begin + 1 + random() % 300, text.size());
      while (!begins_character(text, begin)) --begin;
      while (!begins_character(text, end)) ++end;
      const Range range = document.text().source_range(begin, end);
      const std::string alone =
          text_of(document.content().read_string(range.begin, range.end), by_hand ? "always" : "never");
      const Layout layout = by_hand ? Layout::by_hand : Layout::markup;
      ASSERT_EQ(comparable(alone, layout), comparable(text.substr(begin, end - begin), layout))
          << file << " text " << begin << " to " << end << ", source " << range.begin << " to " << range.end;
    }
  }
}

TEST_F(Filings, HaveBlocksInOrderThatCoverAllText) {
  for (const auto& file : files_) {
    const Document document = read_page(harness::read_file(file));
    const std::string_view text = document.text().view();
    std::size_t at = 0;
    for (const Block& block : document.blocks()) {
      ASSERT_LE(at, block.begin) << file;
      ASSERT_LE(block.begin, block.end) << file;
      ASSERT_EQ(without_space(text.substr(at, block.begin - at)), "") << file;
      ASSERT_EQ(block.size() == 0, block.kind == BlockKind::page_break) << file;
      at = block.end;
    }
    EXPECT_EQ(at, text.size()) << file;
  }
}

TEST_F(Filings, KeepMapsSmall) {
  for (const auto& file : files_) {
    const Document document = read_page(harness::read_file(file));
    EXPECT_LT(document.text().map().memory_bytes() * 5 / 4, document.text().size() + 4096) << file;
  }
}

}  // namespace
}  // namespace weir::html
