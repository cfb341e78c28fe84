#include "quality/quality_gate.h"

#include <stdexcept>
#include <string>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "quality/markup.h"
#include "sdk_harness.h"

namespace weir::quality {
namespace {

TEST(FindMarkup, FindsTagsCommentsAndReferences) {
  EXPECT_EQ(find_markup("We <b>may</b> fail."), "<b>");
  EXPECT_EQ(find_markup("We may</P>."), "</P>");
  EXPECT_EQ(find_markup("x <td width=\"5%\" colspan=2> y"), "<td width=\"5%\" colspan=2>");
  EXPECT_EQ(find_markup("<ix:nonNumeric name='dei:X'>"), "<ix:nonNumeric name='dei:X'>");
  EXPECT_EQ(find_markup("page <PAGE> 5"), "<PAGE>");
  EXPECT_EQ(find_markup("a <br/> b"), "<br/>");
  EXPECT_EQ(find_markup("a <!-- b"), "<!--");
  EXPECT_EQ(find_markup("<!DOCTYPE html>"), "<!DOCTYPE html>");
  EXPECT_EQ(find_markup("two&nbsp;words"), "&nbsp;");
  EXPECT_EQ(find_markup("it&#146;s"), "&#146;");
  EXPECT_EQ(find_markup("it&#x2019;s"), "&#x2019;");
}

TEST(FindMarkup, LeavesSignsAlone) {
  for (const char* text :
       {"", "a < b and c > d", "x<y", "AT&T; R&D; S&P;", "Tallow & Wick; Co.", "<ir@lantern.example>", "rates <5% >3%",
        "&# is no reference; nor is &;", "a <b without an end", "<b <c", "A&ngel;"}) {
    EXPECT_EQ(find_markup(text), "") << text;
  }
}

harness::Answer pass(const Table& with, const std::string& text, std::uint64_t source_bytes = 1000) {
  QualityGate stage(harness::bind<QualityGate::Params>(with));
  Document document = Document::begin(harness::origin("a.htm", source_bytes));
  document.set_text(Text::verbatim(text, 0));
  document.metadata().set("id", "a.htm#1A/3");
  return harness::call(stage, std::move(document));
}

std::string refused(const Table& with, const std::string& text) {
  const harness::Answer answer = pass(with, text);
  if (answer.failures.empty()) return "";
  EXPECT_TRUE(answer.documents.empty());
  EXPECT_EQ(answer.failures[0].failure_class, FailureClass::rejected);
  return answer.failures[0].reason + ": " + answer.failures[0].message;
}

TEST(QualityGate, RefusesMarkup) {
  EXPECT_EQ(refused({}, "two&nbsp;words"), "quality.markup: a.htm#1A/3: markup is left in the text: &nbsp;");
  EXPECT_EQ(refused(harness::table({{"forbid_markup", false}}), "two&nbsp;words"), "");
}

TEST(QualityGate, RefusesTooFewAndTooManyWords) {
  const Table bounds = harness::table({{"min_words", 2}, {"max_words", 3}});
  EXPECT_EQ(refused(bounds, "one"), "quality.too_short: a.htm#1A/3: 1 words, less than 2");
  EXPECT_EQ(refused(bounds, "one two"), "");
  EXPECT_EQ(refused(bounds, "one two three"), "");
  EXPECT_EQ(refused(bounds, "one two\u00A0three four"), "quality.too_long: a.htm#1A/3: 4 words, more than 3");
}

TEST(QualityGate, RefusesNoText) {
  EXPECT_EQ(refused({}, ""), "quality.empty: a.htm#1A/3: there is no text");
  EXPECT_EQ(refused({}, " \u00A0 "), "quality.empty: a.htm#1A/3: there is no text");
  EXPECT_EQ(refused(harness::table({{"min_words", 0}}), ""), "");
}

TEST(QualityGate, FlagsSmallSourcesAndRefusesNone) {
  const auto flag = [](const char* below, std::uint64_t size) {
    const harness::Answer answer = pass(harness::table({{"flag_below", below}}), "text", size);
    return *answer.documents.at(0).metadata().find("suspicious")->boolean();
  };
  EXPECT_TRUE(flag("100KB", 99'999));
  EXPECT_FALSE(flag("100KB", 100'000));
  EXPECT_FALSE(flag("0B", 0));
}

TEST(QualityGate, ParametersThatContradictEachOtherAreRefused) {
  EXPECT_THROW(harness::bind<QualityGate::Params>({{"min_words", 5}, {"max_words", 4}}), std::invalid_argument);
}

}  // namespace
}  // namespace weir::quality
