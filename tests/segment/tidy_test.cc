#include "segment/tidy.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <weir/text_edit.h>

#include "sdk_harness.h"

namespace weir::segment {
namespace {

using harness::BlockText;
using ::testing::ElementsAre;

std::vector<std::string> blocks_of(const Document& document) {
  std::vector<std::string> blocks;
  for (const Block& block : document.blocks())
    blocks.emplace_back(document.text().view().substr(block.begin, block.size()));
  return blocks;
}

Document tidied(const std::vector<BlockText>& blocks) {
  Document document = harness::blocks(blocks);
  tidy(document);
  return document;
}

TEST(Tidy, LeavesOneSpaceBetweenWords) {
  const Document document = tidied({{"  two\u00A0 words\tand\nmore \u200B "}, {"\u3000next"}});
  EXPECT_THAT(blocks_of(document), ElementsAre("two words and more", "next"));
  EXPECT_THAT(std::string(document.text().view()), ::testing::HasSubstr("more\nnext"));
}

TEST(Tidy, TextStillLeadsToItsSource) {
  const Document document = tidied({{"one\u00A0\u00A0two"}, {"three"}});
  const std::size_t two = document.text().view().find("two");
  EXPECT_EQ(document.text().source_range(two, two + 3), (Range{7, 10}));
  const std::size_t three = document.text().view().find("three");
  EXPECT_EQ(document.text().source_range(three, three + 5), (Range{11, 16}));
}

TEST(Tidy, TextThatIsTidyIsLeftAlone) {
  const Document document = tidied({{"one two"}, {"three"}});
  EXPECT_EQ(document.text().view(), "one two\nthree");
  EXPECT_EQ(document.text().map().run_count(), 1u);
}

TEST(Tidy, BlocksWithoutWordsAreGone) {
  EXPECT_THAT(blocks_of(tidied({{" \u00A0 "}, {"one"}, {"\u200B"}, {"", BlockKind::page_break}, {"Two"}})),
              ElementsAre("one", "Two"));
}

TEST(Tidy, AParagraphThatAPageDividesBecomesOne) {
  const BlockText page{"", BlockKind::page_break};
  EXPECT_THAT(blocks_of(tidied({{"We may be"}, page, {"unable to pay."}})), ElementsAre("We may be unable to pay."));
  EXPECT_THAT(blocks_of(tidied({{"We owe Tallow,"}, page, {"Wick and others."}})),
              ElementsAre("We owe Tallow, Wick and others."));
  EXPECT_THAT(blocks_of(tidied({{"one"}, page, {"two"}, page, {"three"}})), ElementsAre("one two three"));
}

TEST(Tidy, ParagraphsThatAPageOnlySeparatesStayTwo) {
  const BlockText page{"", BlockKind::page_break};
  EXPECT_THAT(blocks_of(tidied({{"We may fail."}, page, {"and more"}})), ElementsAre("We may fail.", "and more"));
  EXPECT_THAT(blocks_of(tidied({{"“We may fail.”"}, page, {"and more"}})), ElementsAre("“We may fail.”", "and more"));
  EXPECT_THAT(blocks_of(tidied({{"We may be"}, page, {"Unable"}})), ElementsAre("We may be", "Unable"));
  EXPECT_THAT(blocks_of(tidied({{"We may:"}, page, {"lose customers"}})), ElementsAre("We may:", "lose customers"));
  EXPECT_THAT(blocks_of(tidied({{"We may"}, page, {"a heading", BlockKind::heading, 1}})),
              ElementsAre("We may", "a heading"));
  EXPECT_THAT(blocks_of(tidied({{"no page"}, {"between"}})), ElementsAre("no page", "between"));
}

// A running header between two halves of a paragraph, taken out as a stage before would.
Document with_header_cut_out(const char* first, const char* second) {
  Document document = harness::blocks({{first}, {"10-K 2023 page 7"}, {second}});
  const Block header = document.blocks()[1];
  TextEdit edit(document);
  edit.erase(header.begin, header.end + 1);
  edit.apply();
  return document;
}

TEST(Tidy, WhatWasCutOutStaysCutOut) {
  Document document = with_header_cut_out("We may be", "unable to pay.");
  tidy(document);
  EXPECT_THAT(blocks_of(document), ElementsAre("We may be unable to pay."));
  EXPECT_THAT(document.text().source_ranges(0, document.text().size()), ElementsAre(Range{0, 10}, Range{27, 41}));

  document = with_header_cut_out("We may fail. ", " Others too.");
  tidy(document);
  EXPECT_THAT(blocks_of(document), ElementsAre("We may fail.", "Others too."));
  EXPECT_THAT(document.text().source_ranges(0, document.text().size()), ElementsAre(Range{0, 14}, Range{32, 43}));
}

TEST(Tidy, BlocksThatTouchAreParted) {
  Document document = harness::content("onetwo");
  document.set_text(Text::verbatim("onetwo", 0));
  document.blocks() = {{0, 3, BlockKind::paragraph, 0, {}, 0}, {3, 6, BlockKind::paragraph, 0, {}, 0}};
  tidy(document);
  EXPECT_EQ(document.text().view(), "one\ntwo");
  EXPECT_THAT(blocks_of(document), ElementsAre("one", "two"));
}

}  // namespace
}  // namespace weir::segment
