#include "segment/segment.h"

#include <stdexcept>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <weir/text_edit.h>
#include <weir/utf8.h>

#include "sdk_harness.h"

namespace weir::segment {
namespace {

using harness::BlockText;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

BlockText heading_block(const char* text, std::uint8_t level) { return {text, BlockKind::heading, level}; }
BlockText item(std::string text) { return {std::move(text), BlockKind::list_item, 1}; }

// A sentence of n words.
std::string sentence(std::size_t n, const std::string& word = "word") {
  std::string text = "We";
  for (std::size_t i = 1; i < n; ++i) text += " " + word;
  return text + ".";
}

harness::Answer divide(std::vector<Document> documents, const Table& with = {}) {
  Segment stage(harness::bind<Segment::Params>(with));
  return harness::call(stage, documents);
}

harness::Answer divide(const std::vector<BlockText>& blocks, const Table& with = {}) {
  std::vector<Document> one;
  one.push_back(harness::blocks(blocks));
  return divide(std::move(one), with);
}

std::vector<std::size_t> word_counts(const harness::Answer& answer) {
  std::vector<std::size_t> counts;
  for (const Document& document : answer.documents) counts.push_back(count_words(document.text().view()));
  return counts;
}

std::vector<std::string> ancestors(const Document& document) {
  std::vector<std::string> headings;
  for (const Value& heading : *document.metadata().find("ancestors")->list()) headings.push_back(*heading.string());
  return headings;
}

TEST(Segment, AParagraphIsASegment) {
  EXPECT_THAT(word_counts(divide({{sentence(20)}, {sentence(380)}, {sentence(48)}})), ElementsAre(20, 380, 48));
}

TEST(Segment, ShortParagraphsAreJoinedUnderTheirHeading) {
  const harness::Answer answer = divide(
      {heading_block("A", 1), {sentence(30)}, {sentence(5)}, heading_block("B", 1), {sentence(5)}, {sentence(30)}});
  EXPECT_THAT(word_counts(answer), ElementsAre(35, 35));
  EXPECT_THAT(answer.drop_reasons(), IsEmpty());
  EXPECT_EQ(answer.documents[0].text().view(), sentence(30) + "\n" + sentence(5));
}

TEST(Segment, AListStaysWithWhatIntroducesIt) {
  EXPECT_THAT(word_counts(divide({{"These risks include, among many others that we do not know about today, all of "
                                   "the following ones, in no special order:"},
                                  item("loss of customers;"),
                                  item("loss of suppliers; and"),
                                  item("loss of employees."),
                                  {sentence(40)}})),
              ElementsAre(32, 40));
}

TEST(Segment, ItemsThatCanStandAloneDo) {
  EXPECT_THAT(word_counts(divide({item(sentence(25)), item(sentence(30)), item(sentence(22))})),
              ElementsAre(25, 30, 22));
}

TEST(Segment, ALongParagraphIsCutEvenlyBetweenSentences) {
  std::string text;
  for (int i = 0; i < 20; ++i) text += sentence(25) + " ";
  const harness::Answer answer = divide({{text}});
  EXPECT_THAT(word_counts(answer), ElementsAre(250, 250));
  for (const Document& document : answer.documents) EXPECT_TRUE(document.text().view().ends_with("word."));
}

TEST(Segment, AParagraphIsCutSoThatAShortOneBesideItIsKept) {
  const harness::Answer answer = divide({{sentence(200) + " " + sentence(175)}, {sentence(10)}});
  EXPECT_THAT(word_counts(answer), ElementsAre(200, 185));
  EXPECT_THAT(answer.drop_reasons(), IsEmpty());
}

TEST(Segment, ASentenceThatIsTooLongIsCutBetweenClauses) {
  std::string text = "We";
  for (int i = 0; i < 50; ++i) text += " may lose one more of these customers, and so we";
  const harness::Answer answer = divide({{text + " stop."}});
  EXPECT_THAT(word_counts(answer), ElementsAre(248, 254));
  EXPECT_TRUE(answer.documents[0].text().view().ends_with("customers,"));
}

TEST(Segment, WordsWithoutAnyMarkAreCutEvenly) {
  EXPECT_THAT(word_counts(divide({{sentence(1000)}})), ElementsAre(333, 333, 334));
}

TEST(Segment, WhatStandsUnderAHeadingIsNotLostForBeingShort) {
  const harness::Answer answer = divide({heading_block("A", 1),
                                         {sentence(100)},
                                         heading_block("B", 1),
                                         {"Two words."},
                                         heading_block("C", 1),
                                         {sentence(30)}});
  EXPECT_THAT(word_counts(answer), ElementsAre(100, 32));
  EXPECT_EQ(answer.documents[1].text().view(), "Two words.\n" + sentence(30));
  EXPECT_THAT(ancestors(answer.documents[1]), ElementsAre("C"));
}

TEST(Segment, WhatStandsBetweenItsPartsIsCutOut) {
  const harness::Answer answer = divide({{sentence(30)}, {"1 2 3", BlockKind::table_row, 0, {}, 1}, {"The end."}});
  ASSERT_EQ(answer.documents.size(), 1u);
  EXPECT_EQ(answer.documents[0].text().view(), sentence(30) + "\nThe end.");
  const std::int64_t end = static_cast<std::int64_t>(sentence(30).size());
  EXPECT_EQ(*answer.documents[0].metadata().find("source_range"), Value(List{0, end + 15}));
  EXPECT_EQ(*answer.documents[0].metadata().find("source_ranges"),
            Value(List{List{0, end + 1}, List{end + 7, end + 15}}));
  EXPECT_THAT(answer.drop_reasons(), ElementsAre("table_of_figures"));
}

TEST(Segment, SetsItsFieldsInOrder) {
  Document section = harness::blocks(
      {heading_block("A", 1), {sentence(20, "naïve")}, heading_block("B", 2), {sentence(21)}}, "2023/a.htm", 100);
  section.metadata().set("id", "2023/a.htm");
  section.metadata().set("filing", "a");
  section.metadata().set("section", "1A");
  section.metadata().set("section_title", "Risk Factors");
  section.metadata().set("stats", harness::table({{"tables", 1}, {"raw_chars", 99}}));
  std::vector<Document> documents;
  documents.push_back(std::move(section));
  const harness::Answer answer = divide(std::move(documents));
  ASSERT_EQ(answer.documents.size(), 2u);
  EXPECT_EQ(answer.documents[0].metadata().to_table(),
            harness::table({{"id", "2023/a.htm#1A/0"},
                            {"filing", "a"},
                            {"section", "1A"},
                            {"section_title", "Risk Factors"},
                            {"stats", harness::table({{"segments", 2}, {"tables", 1}, {"raw_chars", 99}})},
                            {"source_range", List{102, 238}},
                            {"source_ranges", nullptr},
                            {"segment_index", 0},
                            {"ancestors", List{"A"}},
                            {"word_count", 20},
                            {"char_count", 117}}));
  EXPECT_EQ(answer.documents[1].metadata().string("id"), "2023/a.htm#1A/1");
  EXPECT_THAT(ancestors(answer.documents[1]), ElementsAre("A", "B"));
  EXPECT_EQ(answer.documents[1].content().size(), answer.documents[0].content().size());
}

TEST(Segment, EveryFieldIsThereWithoutASection) {
  const harness::Answer answer = divide({{sentence(20)}});
  EXPECT_EQ(answer.documents.at(0).metadata().string("id"), "document.txt/0");
  EXPECT_TRUE(answer.documents[0].metadata().find("section")->is_null());
  EXPECT_TRUE(answer.documents[0].metadata().find("section_title")->is_null());
  EXPECT_THAT(ancestors(answer.documents[0]), IsEmpty());
}

TEST(Segment, ASourceDocumentWithoutSegmentsFailsOrIsDropped) {
  const harness::Answer failed = divide({{"Not applicable."}});
  EXPECT_THAT(failed.documents, IsEmpty());
  EXPECT_THAT(failed.drops, IsEmpty());
  ASSERT_EQ(failed.failures.size(), 1u);
  EXPECT_EQ(failed.failures[0].reason, "no_segments");
  EXPECT_EQ(failed.failures[0].message, "no text of at least 20 words");

  EXPECT_THAT(divide({{"Not applicable."}}, harness::table({{"on_empty", "drop"}})).drop_reasons(),
              ElementsAre("no_segments"));
  EXPECT_EQ(divide(std::vector<BlockText>()).failures.size(), 1u);
}

TEST(Segment, ASectionWithoutSegmentsCostsOnlyItself) {
  std::vector<Document> sections;
  sections.push_back(harness::blocks({{sentence(30)}}));
  sections.push_back(harness::blocks({{"None."}}));
  const harness::Answer answer = divide(std::move(sections));
  EXPECT_EQ(answer.documents.size(), 1u);
  EXPECT_THAT(answer.failures, IsEmpty());
  ASSERT_THAT(answer.drop_reasons(), ElementsAre("too_short"));
  EXPECT_EQ(answer.drops[0].detail, "1 words");
}

TEST(Segment, ParametersThatContradictEachOtherAreRefused) {
  EXPECT_THROW(harness::bind<Segment::Params>({{"min_words", 50}, {"max_words", 40}}), std::invalid_argument);
  EXPECT_THROW(harness::bind<Segment::Params>({{"min_words", 0}}), std::invalid_argument);
  EXPECT_THROW(harness::bind<Segment::Params>({{"on_empty", "ignore"}}), std::invalid_argument);
}

}  // namespace
}  // namespace weir::segment
