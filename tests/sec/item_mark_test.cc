// Forms in which reports write the headings of their items, and text that only looks like one.
#include "sec/item_mark.h"

#include <string>

#include <gtest/gtest.h>

namespace weir::sec {
namespace {

using Title = ItemMark::Title;

// "1A known [Risk Factors]": items, kind of title, the title; then "body [...]" where text follows.
std::string read(std::string_view text, const Form& form = annual_form()) {
  const auto mark = read_item_mark(form, text);
  if (!mark) return "no";
  std::string found;
  for (const Item item : mark->items) found += (found.empty() ? "" : "+") + item.name();
  found += mark->title == Title::known ? " known" : mark->title == Title::other ? " other" : "";
  if (mark->title != Title::none) {
    found += " [" + std::string(text.substr(mark->title_begin, mark->title_end - mark->title_begin)) + "]";
  }
  if (mark->has_page_number) found += " page";
  if (mark->is_continued) found += " continued";
  if (mark->body_begin < text.size()) found += " body [" + std::string(text.substr(mark->body_begin)) + "]";
  return found;
}

TEST(ItemMark, ReadsNumbersHoweverTheyAreWritten) {
  for (const char* heading :
       {"Item 1A. Risk Factors",         "ITEM 1A. Risk Factors",
        "item 1a. Risk Factors",         "Item 1A Risk Factors",
        "Item1A. Risk Factors",          "Item 1 A. Risk Factors",
        "Item 1A: Risk Factors",         "Item 1A - Risk Factors",
        "Item 1A — Risk Factors",        "Item 1A–Risk Factors",
        "Item 1A.Risk Factors",          "Item 1A.\tRisk Factors",
        "Item 1A.\nRisk Factors",        "Item\u00A01A.\u00A0Risk Factors",
        "Item 1.A. Risk Factors",        "Item 1(A). Risk Factors",
        "Item 1-A. Risk Factors",        "Item No. 1A. Risk Factors",
        "PART I, Item 1A. Risk Factors", "Part I. Item 1A. Risk Factors",
        "PART I ITEM 1A. Risk Factors",  "Item IA. Risk Factors",
        "Item lA. Risk Factors",         "ITEM I.A. Risk Factors",
        "Item 1A | Risk Factors",        "Item 1A ● Risk Factors",
        "* Item 1A. Risk Factors",       "1A. Risk Factors",
        "Item 1ARisk Factors",           "PART I. FINANCIAL INFORMATION, Item 1A. Risk Factors"}) {
    EXPECT_EQ(read(heading), "1A known [Risk Factors]") << heading;
  }
  EXPECT_EQ(read("Item 1A."), "1A");
  EXPECT_EQ(read("Item 9A(T). Controls and Procedures"), "9A known [Controls and Procedures]");
  EXPECT_EQ(read("ITEM15 .\tEXHIBITS"), "15 known [EXHIBITS]");
}

TEST(ItemMark, ReadsHeadingsBrokenByMarkup) {
  EXPECT_EQ(read("ITEM 1A. RISK FA CTORS."), "1A known [RISK FA CTORS.]");
  EXPECT_EQ(read("I TEM 1 A. R ISK FACTORS"), "1A known [R ISK FACTORS]");
  EXPECT_EQ(read("ITEM 1B. UNRESOLVED S TAFF COMMENTS."), "1B known [UNRESOLVED S TAFF COMMENTS.]");
}

TEST(ItemMark, ReadsSeveralItemsAtOnce) {
  EXPECT_EQ(read("Items 1 and 2. Business and Properties"), "1+2 known [Business and Properties]");
  EXPECT_EQ(read("ITEMS 1. & 2. BUSINESS AND PROPERTIES"), "1+2 known [BUSINESS AND PROPERTIES]");
  EXPECT_EQ(read("Item 1. Business and Item 2. Properties"), "1+2 known [Business and Item 2. Properties]");
  EXPECT_EQ(read("Item 1A, 1B"), "1A+1B");
  EXPECT_EQ(read("Item 2, 3, 4, 5"), "2+3+4+5");
  EXPECT_EQ(read("Items 10-14"), "10+11+12+13+14");
}

TEST(ItemMark, DividesAHeadingFromTheTextInItsBlock) {
  EXPECT_EQ(read("Item 4. Mine Safety Disclosures. Not applicable."),
            "4 known [Mine Safety Disclosures] body [Not applicable.]");
  EXPECT_EQ(read("Item 3. Legal Proceedings None."), "3 known [Legal Proceedings] body [None.]");
  EXPECT_EQ(read("Item 1A. Risk Factors\nOur business is risky."),
            "1A known [Risk Factors] body [Our business is risky.]");
  EXPECT_EQ(read("Item 1A. Risk Factors — Not required"), "1A known [Risk Factors] body [Not required]");
}

TEST(ItemMark, TakesLongTitlesWhole) {
  EXPECT_EQ(read("ITEM 5. MARKET FOR REGISTRANT’S COMMON EQUITY, RELATED\nSTOCKHOLDER MATTERS"),
            "5 known [MARKET FOR REGISTRANT’S COMMON EQUITY, RELATED\nSTOCKHOLDER MATTERS]");
  EXPECT_EQ(read("Item 7. Management's discussion and analysis of results. The year was good."),
            "7 known [Management's discussion and analysis of results] body [The year was good.]");
  EXPECT_EQ(read("ITEM 1. BUSINESS OF ACME"), "1 known [BUSINESS OF ACME]");
  EXPECT_EQ(read("Item 4A. Executive Officers of the Registrant"), "4A known [Executive Officers of the Registrant]");
}

TEST(ItemMark, KnowsEntriesOfContentsAndRepeatedHeadings) {
  EXPECT_EQ(read("Item 1A. Risk Factors 15"), "1A known [Risk Factors] page");
  EXPECT_EQ(read("Item 1A.\tRisk Factors\t\t15"), "1A known [Risk Factors] page");
  EXPECT_EQ(read("Item 1A. Risk Factors ............ 15"), "1A known [Risk Factors] page");
  EXPECT_EQ(read("Item 1A. Risk Factors Pages 48-62"), "1A known [Risk Factors] page");
  EXPECT_EQ(read("Item 5. Market for Common Equity 31"), "5 known [Market for Common Equity] page");
  EXPECT_EQ(read("Item 6. [Reserved] 28"), "6 known [[Reserved] page");
  EXPECT_EQ(read("Item 1. Business (Continued)"), "1 known [Business] continued");
}

TEST(ItemMark, RejectsReferencesInSentences) {
  for (const char* text :
       {"Item 1A of this report describes risks.", "Item 1A, Risk Factors, of this report describes risks.",
        "Item 1A. “Risk Factors” of our Annual Report on Form 10-K describes them.",
        "Item 1A Risk Factors in our Annual Report on Form 10-K for the year.", "Item 1A and elsewhere in this report",
        "Item 1 above, Part III is incorporated by reference", "Items of this kind", "Item 601 of Regulation S-K",
        "Item 405 of Regulation S-K", "Item 1.01 Entry into a Material Agreement", "Item 17 of the schedule",
        "Itemized deductions 1A", "See Item 1A. Risk Factors", "\"Item 1A. Risk Factors\" describes it",
        "Item 1A. Risk Factors” below", "1. Basis of Presentation", "1A. Anything", ""}) {
    EXPECT_EQ(read(text), "no") << text;
  }
}

TEST(ItemMark, DoesNotTakeTheFirstLetterOfATitleForTheItems) {
  EXPECT_EQ(read("Item 1BUSINESS"), "1 known [BUSINESS]");
  EXPECT_EQ(read("Item 1. Acquisitions"), "1 other [Acquisitions]");
  EXPECT_EQ(read("Item 9. Changes in and Disagreements with Accountants"),
            "9 known [Changes in and Disagreements with Accountants]");
}

TEST(ItemNumber, StandsAloneAtTheHeadOfPages) {
  EXPECT_TRUE(is_item_number("Item 1A"));
  EXPECT_TRUE(is_item_number("Items 2, 3, 4"));
  EXPECT_FALSE(is_item_number("Item 1A. Risk Factors"));
  EXPECT_FALSE(is_item_number("Item 1A 15"));
}

TEST(Titles, AreComparedByTheirLetters) {
  EXPECT_TRUE(is_title_of(annual_form(), {0, 1, 'A'}, "RISK FACTORS"));
  EXPECT_TRUE(is_title_of(annual_form(), {0, 1, 'A'}, "Risk Factors."));
  EXPECT_FALSE(is_title_of(annual_form(), {0, 1, 'A'}, "Risk Factors Related to Us"));
  EXPECT_FALSE(is_title_of(annual_form(), {0, 1, 'A'}, "Properties"));
}

}  // namespace
}  // namespace weir::sec
