// What pages add is taken out, what authors wrote stays.
#include "sec/clean.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sdk_harness.h"
#include "sec/filings.h"

namespace weir::sec {
namespace {

using testing::ElementsAre;

constexpr BlockKind kBreak = BlockKind::page_break;

// A section with these blocks below its heading, cleaned.
Document cleaned(std::vector<harness::BlockText> blocks, List running = {}) {
  blocks.insert(blocks.begin(), {"Item 1A. Risk Factors", BlockKind::heading, 1});
  Document section = harness::blocks(blocks);
  section.metadata().set("company_name", "LOOM & SHUTTLE INC");
  Table stats;
  stats.set("raw_chars", section.text().size());
  stats.set("running_lines", std::move(running));
  section.metadata().set("stats", stats);
  Clean stage;
  return std::move(harness::call(stage, std::move(section)).documents.at(0));
}

std::vector<std::string> blocks_of(const Document& section) {
  std::vector<std::string> texts;
  for (const Block& block : section.blocks()) {
    texts.emplace_back(section.text().view().substr(block.begin, block.size()));
  }
  return texts;
}

TEST(Clean, TakesOutNumbersHeadsAndFeetOfPages) {
  const Document section = cleaned({{"Cotton may become dear."},
                                    {"12"},
                                    {"", kBreak},
                                    {"Table of Contents", BlockKind::paragraph, 0, {.link = true}},
                                    {"PART I"},
                                    {"Item 1A"},
                                    {"Looms break."},
                                    {"Loom & Shuttle, Inc."},
                                    {"2012 Form 10-K"},
                                    {"- 13 -"},
                                    {"", kBreak},
                                    {"Risk Factors (continued)"},
                                    {"Rivers run dry."}});
  EXPECT_THAT(blocks_of(section),
              ElementsAre("Item 1A. Risk Factors", "Cotton may become dear.", "Looms break.", "Rivers run dry."));
  EXPECT_EQ(section.text().view(), "Item 1A. Risk Factors\nCotton may become dear.\nLooms break.\nRivers run dry.");
}

TEST(Clean, TakesOutWhatRunsThroughTheReport) {
  const Document section =
      cleaned({{"Cotton may become dear."}, {"Weaving since 1850"}, {"Looms break."}}, {"weavingsince"});
  EXPECT_THAT(blocks_of(section), ElementsAre("Item 1A. Risk Factors", "Cotton may become dear.", "Looms break."));
}

TEST(Clean, LeavesARunningLineWithWhichTheTextBegins) {
  const std::vector<harness::BlockText> page{
      {"LOOM & SHUTTLE AND SUBSIDIARIES"},           {"Balance Sheet"},
      {"Looms\t12", BlockKind::table_row, 0, {}, 1}, {"Cotton\t7", BlockKind::table_row, 0, {}, 1},
      {"Debts\t5", BlockKind::table_row, 0, {}, 1},  {"", kBreak},
      {"LOOM & SHUTTLE AND SUBSIDIARIES"},           {"Cash Flows"}};
  EXPECT_THAT(blocks_of(cleaned(page, {"loom&shuttleandsubsidiaries"})),
              ElementsAre("Item 1A. Risk Factors", "LOOM & SHUTTLE AND SUBSIDIARIES", "Balance Sheet", "Looms\t12",
                          "Cotton\t7", "Debts\t5", "Cash Flows"));
  EXPECT_THAT(blocks_of(cleaned({{"LOOM & SHUTTLE AND SUBSIDIARIES"}, {"", kBreak}, {"Looms break."}},
                                {"loom&shuttleandsubsidiaries"})),
              ElementsAre("Item 1A. Risk Factors", "Looms break."));
}

TEST(Clean, JoinsSentencesThatAPageBreakDivided) {
  const Document section = cleaned({{"We may not be able to pass on what cotton costs us to the"},
                                    {"12"},
                                    {"", kBreak},
                                    {"tailors who buy our cloth. They are poor, too, and all of them have debts, with"},
                                    {"", kBreak},
                                    {"Lombard bankers among others."}});
  EXPECT_THAT(
      blocks_of(section),
      ElementsAre("Item 1A. Risk Factors",
                  "We may not be able to pass on what cotton costs us to the tailors who buy our cloth. They are "
                  "poor, too, and all of them have debts, with Lombard bankers among others."));
  const Block& joined = section.blocks().back();
  EXPECT_GT(section.text().source_ranges(joined.begin, joined.end).size(), 0U);
}

TEST(Clean, JoinsNothingElse) {
  const std::vector<harness::BlockText> blocks{{"A sentence that ends."},
                                               {"", kBreak},
                                               {"another that began small"},
                                               {"", kBreak},
                                               {"A HEADING", BlockKind::heading, 2},
                                               {"", kBreak},
                                               {"1\t2", BlockKind::table_row, 0, {}, 1},
                                               {"", kBreak},
                                               {"and more"}};
  EXPECT_EQ(blocks_of(cleaned(blocks)).size(), 6U);
}

TEST(Clean, LeavesNumbersAndNamesThatAreNotAtThePagesBorder) {
  const Document section =
      cleaned({{"Loom & Shuttle, Inc."},
               {"We, together with all those who have ever worked for us, are what we are worth."},
               {"PART II"},
               {"We file this on Form 10-K, and we mean it, since nobody else would file it for us."},
               {"12\t13", BlockKind::table_row, 0, {}, 1},
               {"2012"}});
  EXPECT_EQ(section.blocks().size(), 7U);
}

TEST(Clean, CountsWhatIsLeft) {
  const Document section = cleaned({{"Cotton may become dear."}, {"12"}, {"", kBreak}, {"Größe."}});
  const Table& stats = *section.metadata().find("stats")->table();
  EXPECT_EQ(*stats.find("cleaned_chars"), Value(21 + 1 + 23 + 1 + 6));
  EXPECT_NE(stats.find("raw_chars"), nullptr);
  EXPECT_EQ(stats.find("running_lines"), nullptr);
}

TEST(Clean, PassesDocumentsOfOtherKinds) {
  Clean stage;
  EXPECT_EQ(harness::call(stage, harness::content("bytes")).documents.size(), 1U);
  EXPECT_EQ(harness::call(stage, harness::blocks({{"12"}})).texts(), std::vector<std::string>{""});
}

}  // namespace
}  // namespace weir::sec
