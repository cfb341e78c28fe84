// What quarterly reports say, leave out, and put in unusual places.
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sec/filings.h"
#include "sec/quarterly_report.h"
#include "sec/sections.h"

namespace weir::sec {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// A report with these blocks between its cover and its signatures.
Extraction extract_body(std::string_view body, const std::vector<std::string>& items) {
  return extract(join({kQuarterlyCover, body, "<p>SIGNATURES</p><p>Signed as the law requires.</p></body></html>"}),
                 items, "10-Q");
}

std::string text_of(const Extraction& extraction) {
  return extraction.sections.size() == 1 ? body_of(extraction.sections.front())
                                         : "(" + std::to_string(extraction.sections.size()) + " sections)";
}

TEST(QuarterlyReports, AreThoseOfFormTenQ) {
  const auto outcome = [](std::string_view form, std::string_view wanted) {
    const std::string filing = join(
        {"<DOCUMENT>\n<TYPE>", form, "\n<TEXT>\n", quarterly_report({bold_part, bold_heading, ""}), "\n</TEXT>\n"});
    const Extraction extraction = extract(filing, {"1A"}, wanted);
    return extraction.reasons.empty() ? "extracted" : extraction.reasons.front();
  };
  for (const char* form : {"10-Q", "10-Q/A", "10-QSB", "10-QSB/A", "10-QT", "10Q"}) {
    EXPECT_EQ(outcome(form, "10-Q"), "extracted") << form;
    EXPECT_EQ(outcome(form, "10-K"), "not_10k") << form;
  }
  for (const char* form : {"10-K", "10-K405", "8-K", "NT 10-Q", "20-F", "EX-10"}) {
    EXPECT_EQ(outcome(form, "10-Q"), "not_10q") << form;
  }
  EXPECT_THAT(extract("A letter about nothing.", {"1A"}, "10-Q").reasons, ElementsAre("not_10q"));
}

TEST(QuarterlyReports, NameTheSectionWithItsPart) {
  const Extraction extraction = extract(quarterly_report({bold_part, bold_heading, ""}), {"1A", "5", "I-1"}, "10-Q");
  ASSERT_EQ(extraction.sections.size(), 3U);
  EXPECT_EQ(extraction.sections[0].metadata().string("section"), "I-1");
  EXPECT_EQ(extraction.sections[1].metadata().string("section"), "II-1A");
  EXPECT_EQ(extraction.sections[1].metadata().string("section_title"), "Risk Factors");
  EXPECT_EQ(extraction.sections[2].metadata().string("section"), "II-5");
}

TEST(QuarterlyReports, EndAPartWhereTheNextOneBegins) {
  const std::string controls = bold_heading(kItems[3]) + "<p>" + std::string(kItems[3].text) + "</p>";
  for (const char* rest :
       {"<p><b>PART II</b></p><p>Nothing in this part applies to us, and so we have left all of it out.</p>",
        "<p><b>PART II<br>OTHER INFORMATION</b></p><p>Nothing in this part applies to us.</p>",
        "<p><b>PART II. OTHER INFORMATION</b></p><p><b>Items 1 through 5 are not applicable.</b></p>"}) {
    EXPECT_EQ(text_of(extract_body(bold_part(false) + bold_heading(kItems[1]) + "<p>Sales rose.</p>" + controls + rest,
                                   {"I-4"})),
              kItems[3].text)
        << rest;
  }
}

TEST(QuarterlyReports, MayAnswerSeveralItemsAtOnce) {
  const std::string first =
      bold_part(false) + bold_heading(kItems[1]) + "<p>" + std::string(kItems[1].text) + "</p>" + bold_part(true);
  const std::string last = bold_heading(kItems[10]) + "<p>" + std::string(kItems[10].text) + "</p>";
  const std::string combined = first + "<p><b>Items 1 through 5.</b> Not applicable.</p>" + last;
  EXPECT_THAT(extract_body(combined, {"II-1", "II-3"}).reasons, ElementsAre("not_applicable", "combined_section"));
  EXPECT_EQ(text_of(extract_body(combined, {"I-2"})), kItems[1].text);
  EXPECT_EQ(text_of(extract_body(combined, {"II-6"})), kItems[10].text);
  const std::string brief =
      first + "<p>Item 1. None.</p><p>Item 2. None.</p><p>Item 3. None.</p><p>Item 4. None.</p>" + last;
  EXPECT_THAT(extract_body(brief, {"II-2", "II-4"}).reasons, ElementsAre("not_applicable", "not_applicable"));
  EXPECT_EQ(text_of(extract_body(brief, {"II-6"})), kItems[10].text);
}

// Notes are numbered, too, and refer to items; so do other sentences, lists, and exhibits.
TEST(QuarterlyReports, AreNotDividedByNotesAndReferences) {
  const std::string statements = bold_heading(kItems[0]) +
                                 "<p><b>1. Financial Statements</b></p><p>The statements were made as the rules for "
                                 "interim reports ask, and leave out some of the notes.</p>"
                                 "<p><b>2. Legal Proceedings</b></p><p>What is said of the miller in Part II, Item 1 "
                                 "of this report holds for the books, too.</p>"
                                 "<ul><li>Part II, Item 1A. Risk Factors</li><li>Item 1A. Risk Factors of our annual "
                                 "report</li></ul><p>Part I, Item 2 of this report says more.</p>";
  const std::string discussion = bold_heading(kItems[1]) + "<p>" + std::string(kItems[1].text) + "</p>";
  const std::string body = bold_part(false) + statements + discussion + bold_part(true) + bold_heading(kItems[5]) +
                           "<p>" + std::string(kItems[5].text) + "</p>" + bold_heading(kItems[10]) +
                           "<p>Exhibit 31.1</p>";
  const std::string found = text_of(extract_body(body, {"I-1"}));
  EXPECT_THAT(found, testing::StartsWith("1. Financial Statements The statements"));
  EXPECT_THAT(found, testing::EndsWith("Part I, Item 2 of this report says more."));
  EXPECT_EQ(text_of(extract_body(body, {"I-2"})), kItems[1].text);
  EXPECT_EQ(text_of(extract_body(body, {"II-1A"})), kItems[5].text);
}

TEST(QuarterlyReports, MayHaveTheirItemsInAnotherOrder) {
  const auto section = [](std::size_t i) {
    return bold_heading(kItems[i]) + "<p>" + std::string(kItems[i].text) + "</p>";
  };
  const std::string body = bold_part(false) + section(1) + section(2) + section(0) + section(3) + bold_part(true) +
                           section(4) + section(6) + section(5) + section(10);
  for (const std::size_t i : {0U, 1U, 2U, 3U, 4U, 5U, 6U, 10U}) {
    EXPECT_EQ(text_of(extract_body(body, {std::string(kItems[i].name)})), kItems[i].text) << kItems[i].name;
  }
}

TEST(QuarterlyReports, OfSmallBusinessesHaveTheirOwnTitles) {
  const std::string text = "<p>Our president has looked at all of it and is content with what he found there.</p>";
  std::string body;
  for (const char* title :
       {"1. Financial Statements", "2. Management’s Discussion and Analysis or Plan of Operation",
        "3. Controls and Procedures", "1. Legal Proceedings", "2. Changes in Securities",
        "3. Defaults Upon Senior Securities", "4. Submission of Matters to a Vote of Security Holders",
        "5. Other Information", "6. Exhibits and Reports on Form 8-K"}) {
    body += "<p><b>ITEM " + std::string(title) + "</b></p>" + text;
  }
  for (const char* name : {"I-1", "I-2", "I-3", "II-1", "II-2", "II-3", "II-4", "II-5", "II-6"}) {
    EXPECT_THAT(text_of(extract_body(body, {name})), HasSubstr("is content with what he found there.")) << name;
  }
  EXPECT_THAT(extract_body(body, {"I-4", "II-1A"}).reasons, ElementsAre("no_such_section", "no_such_section"));
}

std::string sections_from(std::size_t first, std::size_t last) {
  std::string html;
  for (std::size_t i = first; i <= last; ++i)
    html += bold_heading(kItems[i]) + "<p>" + std::string(kItems[i].text) + "</p>";
  return html;
}

TEST(QuarterlyReports, AnswerInTheLineOfTheHeading) {
  const std::string last = sections_from(10, 10);
  for (const char* answers :
       {"<table><tr><td>Item 2.</td><td>Changes in Securities</td><td>None</td></tr><tr><td>Item 4.</td><td>Submission "
        "of Matters to a Vote</td><td>Not applicable</td></tr></table>",
        "<p>Item 2. Changes in Securities - None</p><p>Item 4. Submission of Matters to a Vote: None.</p>",
        "<p>Item 2. Changes in Securities &#151; None.</p><p>Item 4. (Removed and Reserved)</p>",
        "<p>Items 2, 3, 4 and 5 are not applicable and have been omitted.</p>"}) {
    const std::string body =
        bold_part(false) + sections_from(0, 3) + bold_part(true) + sections_from(4, 4) + answers + last;
    EXPECT_EQ(text_of(extract_body(body, {"II-1"})), kItems[4].text) << answers;
    EXPECT_THAT(extract_body(body, {"II-2"}).reasons, ElementsAre("not_applicable")) << answers;
    EXPECT_THAT(extract_body(body, {"II-4"}).reasons, ElementsAre("not_applicable")) << answers;
  }
  EXPECT_EQ(text_of(extract_body(bold_part(true) + sections_from(4, 5) +
                                     "<p>Item 6. Exhibits and Reports on Form 8-K. (a) Exhibit 27. (b) None.</p>",
                                 {"II-6"})),
            "(a) Exhibit 27. (b) None.");
}

TEST(QuarterlyReports, MayLoseTheNumbersOfTheirFirstHeadings) {
  const auto titled = [](std::size_t i) {
    return "<p align=center><b>" + std::string(kItems[i].title) + "</b></p><p>" + std::string(kItems[i].text) + "</p>";
  };
  const std::string body = contents("12", true) + bold_part(false) + titled(0) + titled(1) + sections_from(2, 3) +
                           bold_part(true) + sections_from(4, 5) + sections_from(10, 10);
  for (const std::size_t i : {0U, 1U, 2U, 4U, 5U}) {
    EXPECT_EQ(text_of(extract_body(body, {std::string(kItems[i].name)})), kItems[i].text) << kItems[i].name;
  }
}

TEST(QuarterlyReports, MayHaveTitlesOfTheirOwn) {
  std::string body;
  std::vector<std::string> names;
  const std::vector<std::pair<std::size_t, const char*>> titles{{0, "Statements of Income"},
                                                                {1, "Discussion of Results"},
                                                                {2, "Market Risk Disclosures"},
                                                                {3, "Our Controls"},
                                                                {4, "Lawsuits"},
                                                                {6, "Purchases of Our Own Stock"},
                                                                {10, "Index to Exhibits"}};
  for (const auto& [i, title] : titles) {
    body += join({"<p><b>Item ", kItems[i].number, ". ", title, "</b></p><p>", kItems[i].text, "</p>"});
  }
  for (const auto& [i, title] : titles) {
    EXPECT_EQ(text_of(extract_body(body, {std::string(kItems[i].name)})), kItems[i].text) << title;
  }
}

TEST(QuarterlyReports, MayHaveRiskFactorsInTheWrongPart) {
  const std::string body = bold_part(false) + sections_from(0, 1) + sections_from(5, 5) + sections_from(2, 3) +
                           bold_part(true) + sections_from(4, 4) + sections_from(10, 10);
  for (const std::size_t i : {1U, 2U, 4U, 5U}) {
    EXPECT_EQ(text_of(extract_body(body, {std::string(kItems[i].name)})), kItems[i].text) << kItems[i].name;
  }
}

TEST(QuarterlyReports, SayThatNothingHasChanged) {
  const auto outcome = [](const std::string& text) {
    const Extraction extraction = extract_body(
        bold_part(true) + sections_from(4, 4) + bold_heading(kItems[5]) + "<p>" + text + "</p>" + sections_from(6, 6),
        {"II-1A"});
    return extraction.reasons.empty() ? text_of(extraction) : extraction.reasons.front();
  };
  for (const char* text :
       {"There have been no material changes in the risk factors that are described in Item 1A of our "
        "Annual Report on Form 10-K.",
        "The risk factors that are set forth in Item 1A of our Annual Report have not materially "
        "changed.",
        "There were no changes to what is described under “Risk Factors” in our Annual Report."}) {
    EXPECT_EQ(outcome(text), text);
  }
  EXPECT_EQ(outcome("See Item 1A of our Annual Report on Form 10-K, which is incorporated by reference."),
            "incorporated_by_reference");
}

TEST(QuarterlyReports, MayBeKnownFromAnIndexOnly) {
  const auto titled = [](std::size_t i) {
    return join({"<p><b>", kItems[i].title, "</b></p><p>", kItems[i].text, "</p>"});
  };
  const Extraction extraction =
      extract_body(titled(1) + titled(0) + "<p>CROSS REFERENCE INDEX</p>" + contents("4-29", true), {"I-2", "II-1A"});
  EXPECT_THAT(extraction.reasons, ElementsAre("cross_reference_index", "cross_reference_index"));
}

TEST(QuarterlyReports, ListExhibitsThatWereFiledElsewhere) {
  const auto outcome = [](std::string_view exhibits) {
    return extract_body(bold_part(true) + sections_from(4, 5) + bold_heading(kItems[10]) + std::string(exhibits),
                        {"II-6"});
  };
  EXPECT_EQ(outcome("<p>3.1</p><p>By-laws (incorporated by reference to Exhibit 3.1 of our Form 10-K).</p><p>4.2</p><p>"
                    "Indenture (incorporated by reference to Exhibit 4 of our Form 8-K).</p>")
                .sections.size(),
            1U);
  EXPECT_THAT(outcome("<p>The Exhibit Index is incorporated herein by reference.</p>").reasons,
              ElementsAre("incorporated_by_reference"));
}

}  // namespace
}  // namespace weir::sec
