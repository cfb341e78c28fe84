// What becomes of each sample filing, and of what is known about it.
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <weir/utf8.h>

#include "filings/chain.h"

namespace weir {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::filesystem::path samples() { return std::filesystem::path(WEIR_SOURCE_DIR) / "graphs" / "samples"; }

Outcome outcome_of(const char* name) { return Chain().run(samples() / name); }

std::string all_text(const Outcome& outcome) {
  std::string text;
  for (const Document& segment : outcome.segments) text.append(segment.text().view()).append("\n");
  return text;
}

TEST(Samples, EachEndsAsItsStructureAsks) {
  // The verdict, and how many segments.
  const std::map<std::string, std::pair<std::string, std::size_t>> expected{
      {"bramble_button_2001_10k405.txt", {"no_such_section", 0}},
      {"cobble_mill_1995q2_10q.txt", {"not_10k", 0}},
      {"fennel_bay_2021q3_10q.htm", {"not_10k", 0}},
      {"ferrovale_dynamics_2022_10k.htm", {"cross_reference_index", 0}},
      {"gorse_linnet_2004q1_10qsb.htm", {"not_10k", 0}},
      {"harbor_lantern_2023_10k.htm", {"done", 7}},
      {"harbor_lantern_2023q2_10q.htm", {"not_10k", 0}},
      {"larkspur_umbrella_2011_10ka.txt", {"done", 6}},
      {"meridian_spool_2014_10k.htm", {"done", 6}},
      {"northgate_wren_2008_10k.htm", {"incorporated_by_reference", 0}},
      {"pinecrest_pottery_2012_10k.htm", {"not_applicable", 0}},
      {"quill_ledger_2007_10k.htm", {"done", 5}},
      {"quillfeather_rail_2021_submission.txt", {"done", 5}},
      {"saltmarsh_reed_2016_10k.htm", {"done", 6}},
      {"tallow_wick_2009_10k.htm", {"done", 7}},
      {"thistledown_kettle_1996_10k.txt", {"no_such_section", 0}},
  };
  std::map<std::string, std::pair<std::string, std::size_t>> actual;
  for (const auto& file : std::filesystem::directory_iterator(samples())) {
    const Outcome outcome = Chain().run(file.path());
    actual[file.path().filename().string()] = {outcome.verdict(), outcome.segments.size()};
  }
  EXPECT_EQ(actual, expected);
}

// The sections of a quarterly report, as far as they are there, and why the others are not; "short" where one is too
// short for a segment.
std::vector<std::string> quarterly_sections_of(const char* name) {
  std::vector<std::string> found;
  for (const char* item : {"I-1", "I-2", "I-3", "I-4", "II-1", "II-1A", "II-2", "II-3", "II-4", "II-5", "II-6"}) {
    const Outcome outcome = Chain({item}, "10-Q").run(samples() / name);
    const bool too_short = outcome.drops.empty() && outcome.segments.empty();
    found.push_back(std::string(item) + " " + (too_short ? "short" : outcome.verdict()));
  }
  return found;
}

TEST(Samples, OfQuarterlyReportsHaveSectionsOfBothParts) {
  EXPECT_THAT(quarterly_sections_of("cobble_mill_1995q2_10q.txt"),
              ElementsAre("I-1 done", "I-2 done", "I-3 no_such_section", "I-4 no_such_section", "II-1 done",
                          "II-1A no_such_section", "II-2 no_such_section", "II-3 no_such_section", "II-4 done",
                          "II-5 no_such_section", "II-6 short"));
  EXPECT_THAT(
      quarterly_sections_of("fennel_bay_2021q3_10q.htm"),
      ElementsAre("I-1 done", "I-2 done", "I-3 not_applicable", "I-4 done", "II-1 done", "II-1A done", "II-2 done",
                  "II-3 not_applicable", "II-4 not_applicable", "II-5 not_applicable", "II-6 short"));
  EXPECT_THAT(quarterly_sections_of("gorse_linnet_2004q1_10qsb.htm"),
              ElementsAre("I-1 done", "I-2 done", "I-3 done", "I-4 no_such_section", "II-1 not_applicable",
                          "II-1A no_such_section", "II-2 done", "II-3 not_applicable", "II-4 no_such_section",
                          "II-5 done", "II-6 done"));
}

TEST(Samples, OfQuarterlyReportsEndWhereTheNextItemBegins) {
  const auto text_of = [](const char* name, const char* item) {
    return all_text(Chain({item}, "10-Q").run(samples() / name));
  };
  EXPECT_THAT(text_of("cobble_mill_1995q2_10q.txt", "I-2"),
              HasSubstr("what it pays in the autumn will be higher still."));
  EXPECT_THAT(text_of("cobble_mill_1995q2_10q.txt", "I-2"), Not(HasSubstr("PART II")));
  EXPECT_THAT(text_of("cobble_mill_1995q2_10q.txt", "I-1"), HasSubstr("since its outcome cannot be told."));
  const std::string risks = text_of("fennel_bay_2021q3_10q.htm", "II-1A");
  EXPECT_THAT(risks, HasSubstr("could give our permits to others, some of which have asked for them before."));
  EXPECT_THAT(risks, HasSubstr("cannot be sure that they stay."));
  EXPECT_THAT(risks, Not(HasSubstr("estate of a founder")));
  EXPECT_THAT(text_of("gorse_linnet_2004q1_10qsb.htm", "I-3"), Not(HasSubstr("40,000 shares")));
}

TEST(Samples, HaveEveryFieldInTheSameOrder) {
  const std::vector<std::string> fields{"id",
                                        "filing",
                                        "source_path",
                                        "source_range",
                                        "source_ranges",
                                        "company_name",
                                        "ticker",
                                        "cik",
                                        "sic_code",
                                        "sic_name",
                                        "form_type",
                                        "fiscal_year",
                                        "accession_number",
                                        "filed_as_of_date",
                                        "amendment_flag",
                                        "entity_filer_category",
                                        "ein",
                                        "dei",
                                        "section",
                                        "section_title",
                                        "stats",
                                        "segment_index",
                                        "ancestors",
                                        "word_count",
                                        "char_count",
                                        "suspicious"};
  for (const auto& file : std::filesystem::directory_iterator(samples())) {
    for (const Document& segment : Chain().run(file.path()).segments) {
      std::vector<std::string> keys;
      segment.metadata().for_each([&](std::string_view key, const Value&) { keys.emplace_back(key); });
      EXPECT_EQ(keys, fields) << file.path();
    }
  }
}

TEST(Samples, IdentityComesFromTheHeaderOfASubmission) {
  const Outcome outcome = outcome_of("quillfeather_rail_2021_submission.txt");
  const Metadata& metadata = outcome.segments.at(0).metadata();
  EXPECT_EQ(metadata.string("company_name"), "QUILLFEATHER RAIL CORP");
  EXPECT_EQ(metadata.string("cik"), "0009990102");
  EXPECT_EQ(metadata.string("sic_code"), "4011");
  EXPECT_EQ(metadata.string("sic_name"), "RAILROADS, LINE-HAUL OPERATING");
  EXPECT_EQ(metadata.string("accession_number"), "0009990102-22-000011");
  EXPECT_EQ(metadata.string("filed_as_of_date"), "2022-03-01");
  EXPECT_EQ(metadata.string("form_type"), "10-K");
  EXPECT_EQ(*metadata.find("fiscal_year"), Value(2021));
  EXPECT_EQ(*metadata.find("amendment_flag"), Value(false));
}

TEST(Samples, IdentityComesFromInlineXbrl) {
  const Outcome outcome = outcome_of("harbor_lantern_2023_10k.htm");
  const Metadata& metadata = outcome.segments.at(0).metadata();
  EXPECT_EQ(metadata.string("company_name"), "Harbor Lantern Corporation");
  EXPECT_EQ(metadata.string("ticker"), "HLCX");
  EXPECT_EQ(metadata.string("cik"), "0009990101");
  EXPECT_EQ(metadata.string("ein"), "99-0101010");
  EXPECT_EQ(metadata.string("entity_filer_category"), "Accelerated Filer");
  EXPECT_EQ(*metadata.find("dei")->table()->find("EntityIncorporationStateCountryCode"), Value("Delaware"));
}

TEST(Samples, AncestorsAreTheHeadingsAbove) {
  const Outcome outcome = outcome_of("harbor_lantern_2023_10k.htm");
  EXPECT_EQ(*outcome.segments.at(1).metadata().find("ancestors"),
            Value(List{"Item 1A. Risk Factors", "Risks Related to Our Markets",
                       "Ports buy lamps in large and irregular orders."}));
}

TEST(Samples, PagesLeaveNoTraceInText) {
  const std::string spool = all_text(outcome_of("meridian_spool_2014_10k.htm"));
  EXPECT_THAT(spool, HasSubstr("when prices fell, the last time in the third quarter of fiscal 2014,"));
  EXPECT_THAT(spool, Not(HasSubstr("Table of Contents")));
  EXPECT_THAT(spool, Not(HasSubstr("continued")));
  const std::string umbrella = all_text(outcome_of("larkspur_umbrella_2011_10ka.txt"));
  EXPECT_THAT(umbrella, HasSubstr("which would be the only remedy, costs more than an umbrella does."));
}

TEST(Samples, SectionsEndWhereTheNextItemBegins) {
  const std::string water = all_text(outcome_of("saltmarsh_reed_2016_10k.htm"));
  EXPECT_THAT(water, HasSubstr("might cost as much as $25 million."));
  EXPECT_THAT(water, Not(HasSubstr("treatment plants and the land")));
}

TEST(Samples, CharacterReferencesAreReadAsBrowsersDo) {
  const std::string paper = all_text(outcome_of("quill_ledger_2007_10k.htm"));
  EXPECT_THAT(paper, HasSubstr("That shop’s three machinists"));
  EXPECT_THAT(paper, HasSubstr("those of mills that closed—there are few left"));
  EXPECT_THAT(paper, HasSubstr("“stretch” fibers"));
  EXPECT_THAT(paper, HasSubstr("in 2007… and prices have risen"));
}

TEST(Samples, TheSameFileGivesTheSameSegments) {
  Chain chain;
  for (const auto& file : std::filesystem::directory_iterator(samples())) {
    const Outcome first = chain.run(file.path());
    const Outcome second = chain.run(file.path());
    ASSERT_EQ(all_text(second), all_text(first));
    for (std::size_t i = 0; i < first.segments.size(); ++i) {
      EXPECT_EQ(second.segments[i].metadata().to_table(), first.segments[i].metadata().to_table());
    }
  }
}

}  // namespace
}  // namespace weir
