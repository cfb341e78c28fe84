// Real reports of 1993 to 2024 against tables in which people wrote down where their items begin and end.
#include <string>

#include <gtest/gtest.h>

#include "sec/filings.h"

namespace weir::sec {
namespace {

TEST(Gold, ExtractsWhatPeopleFoundAndNothingElse) {
  const auto corpus = harness::corpus();
  if (!corpus) GTEST_SKIP() << "no corpus: set WEIR_CORPUS";
  const std::vector<Gold> table = read_gold(*corpus / "sec_gold" / "item1a_anchors.tsv");
  ASSERT_EQ(table.size(), 25U);
  for (const Gold& gold : table) {
    SCOPED_TRACE(gold.file);
    const Extraction extraction = extract(harness::file(*corpus / "sec_html" / gold.file));
    if (gold.status != "extracted") {
      EXPECT_EQ(extraction.sections.size(), 0U);
      EXPECT_EQ(extraction.reasons,
                std::vector<std::string>{gold.status == "absent" ? "no_such_section" : gold.status});
      continue;
    }
    ASSERT_EQ(extraction.sections.size(), 1U);
    const std::string body = body_of(extraction.sections.front());
    EXPECT_EQ(body.substr(0, gold.first_text.size()), gold.first_text);
    EXPECT_EQ(body.substr(body.size() - std::min(body.size(), gold.last_text.size())), gold.last_text);
    EXPECT_NEAR(static_cast<double>(body.size()), static_cast<double>(gold.characters), gold.characters * 0.05);
  }
}

TEST(Gold, ExtractsTheItemsOfQuarterlyReports) {
  const auto corpus = harness::corpus();
  if (!corpus) GTEST_SKIP() << "no corpus: set WEIR_CORPUS";
  const std::vector<Gold> table = read_quarterly_gold(WEIR_SOURCE_DIR "/tests/gold/quarterly_anchors.tsv");
  ASSERT_GE(table.size(), 11U);
  for (const Gold& gold : table) {
    SCOPED_TRACE(gold.file + " " + gold.section);
    const Extraction extraction = extract(harness::file(*corpus / "sec_html" / gold.file), {gold.section}, "10-Q");
    if (gold.status != "extracted") {
      EXPECT_EQ(extraction.sections.size(), 0U);
      EXPECT_EQ(extraction.reasons, std::vector<std::string>{gold.status});
      continue;
    }
    ASSERT_EQ(extraction.sections.size(), 1U);
    EXPECT_EQ(extraction.sections.front().metadata().string("section"), gold.section);
    const std::string body = body_of(extraction.sections.front());
    EXPECT_TRUE(body.starts_with(gold.first_text)) << body.substr(0, 200);
    EXPECT_TRUE(body.ends_with(gold.last_text)) << body.substr(body.size() - std::min<std::size_t>(body.size(), 200));
  }
}

TEST(Gold, LeavesOtherFormsWithAReason) {
  const auto corpus = harness::corpus();
  if (!corpus) GTEST_SKIP() << "no corpus: set WEIR_CORPUS";
  for (const char* file :
       {"24f2nt_1995_sgml.txt", "aegon_fy2000_20f.htm", "alcoa_2018q2_10q.htm", "apple_8k_2019_submission.txt",
        "louisville_ge_kentucky_8k_2003.htm", "page_america_1995_s3a.txt", "sears_8k_2004_submission.txt"}) {
    SCOPED_TRACE(file);
    const Extraction extraction = extract(harness::file(*corpus / "sec_html" / file));
    EXPECT_EQ(extraction.sections.size(), 0U);
    EXPECT_EQ(extraction.reasons, std::vector<std::string>{"not_10k"});
  }
  for (const char* file : {"amazon_fy2023_10k.htm", "ford_fy1993_10k.txt", "aegon_fy2000_20f.htm"}) {
    SCOPED_TRACE(file);
    const Extraction extraction = extract(harness::file(*corpus / "sec_html" / file), {"II-1A"}, "10-Q");
    EXPECT_EQ(extraction.sections.size(), 0U);
    EXPECT_EQ(extraction.reasons, std::vector<std::string>{"not_10q"});
  }
  const Extraction index = extract(harness::file(*corpus / "sec_html" / "ge_cross_reference_index_fragment.html"));
  EXPECT_EQ(index.reasons, std::vector<std::string>{"cross_reference_index"});
}

}  // namespace
}  // namespace weir::sec
