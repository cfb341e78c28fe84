#include "html/plain_text.h"

#include <gtest/gtest.h>

#include "html/layout.h"
#include "html/pages.h"

namespace weir::html {
namespace {

using Lines = std::vector<std::string>;

Lines plain(std::string page) { return blocks_of(std::move(page), "always"); }

TEST(PlainText, JoinsLinesThatWereBrokenToFit) {
  EXPECT_EQ(plain("     The company makes vehicles that are sold to customers all over\n"
                  "the world by its dealers, and offers financial and other non-\n"
                  "automotive services, such as insurance, through its highly regu-\nlated subsidiaries.\n\n"
                  "A second paragraph.\n"),
            (Lines{"P [The company makes vehicles that are sold to customers all over the world by its dealers, and "
                   "offers financial and other non-automotive services, such as insurance, through its highly "
                   "regu-lated subsidiaries.]",
                   "P [A second paragraph.]"}));
}

TEST(PlainText, LeavesLinesApartThatWereBrokenEarly) {
  EXPECT_EQ(
      plain("Item 2. Properties\nThe company's corporate headquarters are located at an owned site in New York.\n"),
      (Lines{"P [Item 2. Properties]",
             "P [The company's corporate headquarters are located at an owned site in New York.]"}));
  EXPECT_EQ(plain("The American Road\nDearborn, Michigan\n"),
            (Lines{"P [The American Road]", "P [Dearborn, Michigan]"}));
}

TEST(PlainText, ReadsCentredAndUpperCaseLinesAsHeadings) {
  EXPECT_EQ(plain("                                  PART I\n\nITEM 1.  BUSINESS\n\n"
                  "                                 General\n\nText of the section that is here.\n"),
            (Lines{"H1 centred upper [PART I]", "H2 upper [ITEM 1. BUSINESS]", "H2 centred [General]",
                   "P [Text of the section that is here.]"}));
}

TEST(PlainText, TakesAHeadingOffTheParagraphBelow) {
  EXPECT_EQ(
      plain("ITEM 2. PROPERTIES:\nThe company's corporate headquarters are located at an owned site in New York.\n"),
      (Lines{"H2 upper [ITEM 2. PROPERTIES:]",
             "P [The company's corporate headquarters are located at an owned site in New York.]"}));
}

TEST(PlainText, KeepsRowsOfTablesApart) {
  EXPECT_EQ(plain("<TABLE>\n<CAPTION>\n               1993      1992\n<S>           <C>       <C>\n"
                  "Cars........    8.5%  8.2%\n            -----\n</TABLE>\nAfter.\n"),
            (Lines{"row [1993|1992]", "row [Cars........|8.5%|8.2%]", "P [After.]"}));
  EXPECT_EQ(plain("Delaware                 38-0549190\n(State)                  (Number)\n"),
            (Lines{"row [Delaware|38-0549190]", "row [(State)|(Number)]"}));
}

TEST(PlainText, NeverTakesJustifiedProseForATable) {
  EXPECT_EQ(plain("     We   agreed  to  reimburse   our  contractor for   direct  expenses\n"
                  "including   travel   expenses  and  reproduction  costs of all kinds.\n"),
            Lines{"P [We agreed to reimburse our contractor for direct expenses including travel expenses and "
                  "reproduction costs of all kinds.]"});
}

TEST(PlainText, FindsItems) {
  EXPECT_EQ(plain("Among them:\n\n     o    unit sales volume\n     o    the costs for customer claims and for the\n"
                  "          actions taken\n(a)  Balances are unaudited.\n"),
            (Lines{"P [Among them:]", "item1 [o unit sales volume]",
                   "item1 [o the costs for customer claims and for the actions taken]",
                   "item1 [(a) Balances are unaudited.]"}));
}

TEST(PlainText, ReadsRulesAsUnderlinesAndPagesAsBreaks) {
  EXPECT_EQ(plain("Governmental Standards\n----------------------\n\nText.\n                   12\n<PAGE>\nMore.\n"),
            (Lines{"P underlined [Governmental Standards]", "P [Text.]", "P [12]", "--", "P [More.]"}));
}

TEST(PlainText, ReadsWhatWasLaidOutByHandInPages) {
  EXPECT_EQ(blocks_of("<p>a</p><pre>\n<b>Item 1A.   Risk Factors that could affect our business, or the value of\nour "
                      "units</b>\n\n  Some text &amp; more of it.\n</pre><p>b"),
            (Lines{"P [a]", "P bold [Item 1A. Risk Factors that could affect our business, or the value of our units]",
                   "P [Some text & more of it.]", "P [b]"}));
}

TEST(PlainText, StaysBeforeWhatFollowsWhereItsElementIsClosedFromOutside) {
  EXPECT_EQ(text_of("<a><pre>x<a>y", "never"), "x\ny");
}

TEST(PlainText, MapsJoinedLines) {
  const Document document = read_page("First line of this text, which is long enough, as lines\n   are.\n", "always");
  ASSERT_EQ(document.text().view(), "First line of this text, which is long enough, as lines are.");
  EXPECT_EQ(document.text().source_range(55, 56), (Range{55, 59}));
  EXPECT_EQ(document.text().source_range(56, 60), (Range{59, 63}));
}

TEST(PlainText, JudgesLongStretchesInParts) {
  std::string page;
  for (int i = 0; i < 20000; ++i)
    page += "a line of words without any blank line after it, number " + std::to_string(i) + "\n";
  EXPECT_GT(text_of(page, "always").size(), 1000000u);
}

TEST(Layout, TellsPagesLaidOutByHand) {
  EXPECT_EQ(layout_of("just text"), Layout::by_hand);
  EXPECT_EQ(layout_of("<html><body><div>\n" + std::string(100, '\n') + "<TABLE><S><C>\n</TABLE>"), Layout::by_hand);
  EXPECT_EQ(layout_of("<p>hello\nworld"), Layout::markup);
  EXPECT_EQ(layout_of("<html><body>" + std::string(1000, '\n') + "<pre>"), Layout::markup);
  EXPECT_EQ(layout_of("<html><div style='display:none'><ix:header>" + std::string(10000, '\n') + "</ix:header></div>x"),
            Layout::markup);
}

}  // namespace
}  // namespace weir::html
