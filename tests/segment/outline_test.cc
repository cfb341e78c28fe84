#include "segment/outline.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <weir/utf8.h>

#include "sdk_harness.h"

namespace weir::segment {
namespace {

using harness::BlockText;
using ::testing::ElementsAre;

BlockText heading(const char* text, std::uint8_t level) { return {text, BlockKind::heading, level}; }
BlockText row(const char* text, std::uint32_t table) { return {text, BlockKind::table_row, 0, {}, table}; }

// The paragraphs that are left, each with the headings above it in front.
std::vector<std::string> outline(const std::vector<BlockText>& blocks) {
  const Document document = harness::blocks(blocks);
  const Outline outline = outline_of(document, 20);
  std::vector<std::string> lines;
  for (const Paragraph& paragraph : outline.paragraphs) {
    std::string& line = lines.emplace_back();
    for (const Value& ancestor : outline.heading_paths[paragraph.heading]) line += *ancestor.string() + " > ";
    line += document.text().view().substr(paragraph.begin, paragraph.end - paragraph.begin);
  }
  return lines;
}

TEST(Outline, ParagraphsStandUnderTheHeadingsAbove) {
  EXPECT_THAT(outline({{"before"},
                       heading("A", 1),
                       {"one"},
                       heading("B", 2),
                       heading("C", 3),
                       {"two"},
                       heading("D", 2),
                       {"three"},
                       heading("E", 1),
                       {"four"}}),
              ElementsAre("before", "A > one", "A > B > C > two", "A > D > three", "E > four"));
}

TEST(Outline, LevelsMayBePassedOver) {
  EXPECT_THAT(outline({heading("A", 3), {"one"}, heading("B", 2), {"two"}, heading("C", 6), {"three"}}),
              ElementsAre("A > one", "B > two", "B > C > three"));
  EXPECT_THAT(outline({heading("A", 0), heading("B", 9), {"one"}}), ElementsAre("A > B > one"));
}

TEST(Outline, LongHeadingsEndAtAWord) {
  std::string text;
  while (text.size() < 200) text += "wörd ";
  const std::string_view shorter = shortened(text);
  EXPECT_EQ(count_code_points(shorter), 119u);
  EXPECT_TRUE(shorter.ends_with("wörd"));
  const std::string fits(120, 'x');
  EXPECT_EQ(shortened(fits), fits);
  EXPECT_EQ(shortened(fits + "y"), fits);
  EXPECT_EQ(shortened(fits + " y"), fits);
}

TEST(Outline, TablesOfFiguresAreLeftOut) {
  EXPECT_THAT(outline({{"Sales were:"},
                       row("(in millions) 2023 2022", 1),
                       row("Lamps", 1),
                       row("Net sales $ 394,328 $ 365,817", 1),
                       row("Costs ( 12.5 )% — 3", 1),
                       {"That is all."}}),
              ElementsAre("Sales were:", "That is all."));
}

TEST(Outline, TablesThatLayOutTextAreText) {
  EXPECT_THAT(outline({row("• We may lose customers in 2024", 1), row("• Prices may rise", 1),
                       row("1. Item 1A Risk Factors", 2)}),
              ElementsAre("• We may lose customers in 2024", "• Prices may rise", "1. Item 1A Risk Factors"));
}

TEST(Outline, ARowOfFiguresIsLeftOutOfATableOfText) {
  EXPECT_THAT(outline({row("• We may lose customers and much else besides", 1), row("12 34", 1)}),
              ElementsAre("• We may lose customers and much else besides"));
}

TEST(Outline, ASentenceStaysEvenAmongFigures) {
  const char* sentence =
      "In the fourth quarter of 2023 we sold our business in lamps for wagons, which had lost money for years, to a "
      "rival";
  EXPECT_THAT(outline({row("Sales 1 2 3 4 5 6", 1), row("Costs 1 2 3 4 5 6", 1), row(sentence, 1)}),
              ElementsAre(sentence));
}

TEST(Outline, KnowsWhatLeadsToWhatFollows) {
  const Document document = harness::blocks({{"We may:"},
                                             {"lose customers;", BlockKind::list_item, 1},
                                             {"Our Customers"},
                                             {"They may leave."},
                                             {"•as they did"}});
  const Outline outline = outline_of(document, 20);
  std::vector<bool> leads;
  std::vector<bool> items;
  for (const Paragraph& paragraph : outline.paragraphs) {
    leads.push_back(paragraph.leads);
    items.push_back(paragraph.is_item);
  }
  EXPECT_THAT(leads, ElementsAre(true, false, true, false, false));
  EXPECT_THAT(items, ElementsAre(false, true, false, false, true));
}

}  // namespace
}  // namespace weir::segment
