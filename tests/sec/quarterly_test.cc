// Quarterly reports of many structures: the same sections, told apart although their numbers come again.
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sec/filings.h"
#include "sec/sections.h"

namespace weir::sec {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

struct ItemText {
  std::string_view name;
  std::string_view number;
  std::string_view title;
  std::string_view text;
};

const std::vector<ItemText> kItems{
    {"I-1", "1", "Financial Statements",
     "The books are kept by the founder’s niece, and she says that we sold more cloth than in the spring before."},
    {"I-2", "2", "Management’s Discussion and Analysis of Financial Condition and Results of Operations",
     "We sold more cloth than a year ago, at a better price, and most of it to tailors who had bought from us before."},
    {"I-3", "3", "Quantitative and Qualitative Disclosures About Market Risk",
     "Cotton is paid in a currency that rises when harvests fail, and we have not found anybody who insures us."},
    {"I-4", "4", "Controls and Procedures",
     "Our founder has looked at the books at the end of the quarter and found that they can be relied upon."},
    {"II-1", "1", "Legal Proceedings",
     "A miller upstream says that our weir holds his water back, and the court has not yet decided who is right."},
    {"II-1A", "1A", "Risk Factors",
     "Since our annual report one risk has grown: the looms are older than they were, and so are those who mend them."},
    {"II-2", "2", "Unregistered Sales of Equity Securities and Use of Proceeds",
     "We bought back some of our own shares in May from a widow who wanted to see the sea before she dies."},
    {"II-3", "3", "Defaults Upon Senior Securities", "None."},
    {"II-4", "4", "Mine Safety Disclosures", "Not applicable."},
    {"II-5", "5", "Other Information",
     "Nobody of those who lead us has agreed to buy or to sell our shares by a plan that was made in advance."},
    {"II-6", "6", "Exhibits", "What our founder certified is filed with this report and stands behind the signatures."},
};

std::vector<std::string> names_of_all() {
  std::vector<std::string> names;
  for (const ItemText& item : kItems) names.emplace_back(item.name);
  return names;
}

constexpr std::string_view kCover =
    "<html><body><p>FORM 10-Q</p><p>QUARTERLY REPORT PURSUANT TO SECTION 13</p><p>For the quarterly period ended June "
    "30, 2012</p><p>LOOM AND SHUTTLE, INC.</p><p>(Exact name of registrant as specified in its charter)</p>";

std::string join(std::initializer_list<std::string_view> pieces) {
  std::string joined;
  for (const std::string_view piece : pieces) joined += piece;
  return joined;
}

// "II-1A: Since our annual report …" for each section that was emitted, "II-3 not_applicable" is among the reasons.
std::map<std::string, std::string> texts_of(const Extraction& extraction) {
  std::map<std::string, std::string> texts;
  for (const Document& section : extraction.sections) {
    texts[std::string(section.metadata().string("section"))] = body_of(section);
  }
  return texts;
}

std::map<std::string, std::string> all_texts() {
  std::map<std::string, std::string> texts;
  for (const ItemText& item : kItems) {
    if (item.name != "II-3" && item.name != "II-4") texts[std::string(item.name)] = item.text;
  }
  return texts;
}

// How a report writes the heading of a part, of an item, and what stands before and behind all of them.
struct Layout {
  std::function<std::string(bool second)> part;
  std::function<std::string(const ItemText& item)> heading;
  std::string before;
};

std::string report(const Layout& layout) {
  std::string html = join({kCover, layout.before, layout.part(false)});
  for (const ItemText& item : kItems) {
    if (item.name == "II-1") html += layout.part(true);
    html += join({layout.heading(item), "<p>", item.text, "</p>"});
  }
  return html + "<p>SIGNATURES</p><p>Pursuant to the requirements of the law this was signed.</p></body></html>";
}

std::string bold_part(bool second) {
  return second ? "<p><b>PART II &#150; OTHER INFORMATION</b></p>"
                : "<p><b>PART I &#150; FINANCIAL INFORMATION</b></p>";
}
std::string no_part(bool) { return {}; }
std::string bold_heading(const ItemText& item) {
  return join({"<p><b>Item ", item.number, ". ", item.title, "</b></p>"});
}
bool is_second(const ItemText& item) { return item.name.starts_with("II-"); }

std::string contents(std::string_view page, bool with_parts) {
  std::string rows = "<p>TABLE OF CONTENTS</p><table>";
  if (with_parts) rows += "<tr><td>PART I</td><td>FINANCIAL INFORMATION</td></tr>";
  for (const ItemText& item : kItems) {
    if (with_parts && item.name == "II-1") rows += "<tr><td>PART II</td><td>OTHER INFORMATION</td></tr>";
    rows += join({"<tr><td>Item ", item.number, ".</td><td>", item.title, "</td><td>", page, "</td></tr>"});
  }
  return rows + "</table>";
}

TEST(QuarterlyReports, GiveTheSameSectionsInEveryLayout) {
  const std::string with_contents = contents("12", true);
  const std::map<std::string, Layout> layouts{
      {"plain", {bold_part, bold_heading, ""}},
      {"with contents", {bold_part, bold_heading, with_contents}},
      {"with contents that name no parts", {bold_part, bold_heading, contents("12", false)}},
      {"with contents without pages", {bold_part, bold_heading, contents("", true)}},
      {"without part headings", {no_part, bold_heading, with_contents}},
      {"without part headings and contents", {no_part, bold_heading, ""}},
      {"without the heading of the second part",
       {[](bool second) { return second ? "" : bold_part(second); }, bold_heading, with_contents}},
      {"without styles",
       {[](bool second) { return second ? "<p>PART II</p>" : "<p>PART I</p>"; },
        [](const ItemText& item) {
          return join({"<p>Item ", item.number, ". ", item.title, "</p>"});
        },
        with_contents}},
      {"in cells",
       {bold_part,
        [](const ItemText& item) {
          return join({"<table><tr><td>Item ", item.number, ".</td><td>", item.title, "</td></tr></table>"});
        },
        with_contents}},
      {"titles in blocks of their own",
       {bold_part,
        [](const ItemText& item) {
          return join({"<p><b>ITEM ", item.number, "</b></p><p><b>", item.title, "</b></p>"});
        },
        with_contents}},
      {"numbers without titles",
       {bold_part,
        [](const ItemText& item) {
          return join({"<p><b>Item ", item.number, ".</b></p>"});
        },
        with_contents}},
      {"behind the part",
       {no_part,
        [](const ItemText& item) {
          return join(
              {"<p><b>PART ", is_second(item) ? "II" : "I", ", ITEM ", item.number, ". ", item.title, "</b></p>"});
        },
        with_contents}},
      {"behind the part and its name",
       {no_part,
        [](const ItemText& item) {
          return join({"<p><b>PART ", is_second(item) ? "II. OTHER" : "I. FINANCIAL", " INFORMATION &#150; Item ",
                       item.number, ". ", item.title, "</b></p>"});
        },
        ""}},
      {"parts in the block of the first heading",
       {no_part,
        [](const ItemText& item) {
          const bool begins_part = item.number == "1";
          return join({"<p><b>", begins_part ? is_second(item) ? "PART II. OTHER INFORMATION<br>" : "PART I<br>" : "",
                       "Item ", item.number, ". ", item.title, "</b></p>"});
        },
        with_contents}},
      {"in small letters with a dash",
       {bold_part,
        [](const ItemText& item) {
          return join({"<p><b>item&nbsp;", item.number, "&#151;", item.title, "</b></p>"});
        },
        with_contents}},
      {"part and number at the head of each page",
       {no_part,
        [](const ItemText& item) {
          return join({"<p>12</p><hr><p>PART ", is_second(item) ? "II" : "I", "</p><p>Item ", item.number, "</p>",
                       bold_heading(item)});
        },
        with_contents}},
      {"links back to the contents",
       {bold_part,
        [](const ItemText& item) {
          return join({"<p><a href='#contents'>Item ", item.number, ". ", item.title, "</a></p>"});
        },
        with_contents}},
      {"in the words of a transition",
       {bold_part,
        [](const ItemText& item) {
          return join({"<p><b>Item ", item.number, item.name == "I-4" ? "T" : "", ". ", item.title, "</b></p>"});
        },
        with_contents}},
  };
  for (const auto& [name, layout] : layouts) {
    const Extraction extraction = extract(report(layout), names_of_all(), "10-Q");
    EXPECT_EQ(texts_of(extraction), all_texts()) << name;
    EXPECT_THAT(extraction.details, ElementsAre("Part II, Item 3: None.", "Part II, Item 4: Not applicable.")) << name;
  }
}

// Lines of at most 70 characters on pages of 50 lines, as quarterly reports of the 1990s were typed.
TEST(QuarterlyReports, AreReadAsTheyWereTyped) {
  std::string typed =
      "                 SECURITIES AND EXCHANGE COMMISSION\n\n                            FORM 10-Q\n\n"
      "         For the quarterly period ended June 30, 1996\n\n                      LOOM AND SHUTTLE, INC.\n\n"
      "                              INDEX\n\nPART I.  FINANCIAL INFORMATION                        PAGE\n\n";
  for (const ItemText& item : kItems) {
    if (item.name == "II-1") typed += "PART II.  OTHER INFORMATION\n\n";
    typed += join({"  Item ", item.number, ".  ", item.title.substr(0, 30), " . . . . . . . . .  9\n"});
  }
  typed += "<PAGE>\n                 PART I.  FINANCIAL INFORMATION\n\n";
  for (const ItemText& item : kItems) {
    if (item.name == "II-1") typed += "<PAGE>\n                    PART II.  OTHER INFORMATION\n\n";
    typed += join({"Item ", item.number, ".  ", item.title, "\n\n     "});
    std::size_t column = 5;
    for (const char c : item.text) {
      typed += c == ' ' && column > 60 ? '\n' : c;
      column = c == ' ' && column > 60 ? 0 : column + 1;
    }
    typed += "\n\n                                  9\n<PAGE>\n";
  }
  typed += "                            SIGNATURES\n\n     Signed as the law requires.\n";
  const Extraction extraction = extract(harness::content(typed, "filing.txt"), names_of_all(), "10-Q");
  EXPECT_EQ(texts_of(extraction), all_texts());
}

// A report with these blocks between its cover and its signatures.
Extraction extract_body(std::string_view body, const std::vector<std::string>& items) {
  return extract(join({kCover, body, "<p>SIGNATURES</p><p>Signed as the law requires.</p></body></html>"}), items,
                 "10-Q");
}

std::string text_of(const Extraction& extraction) {
  return extraction.sections.size() == 1 ? body_of(extraction.sections.front())
                                         : "(" + std::to_string(extraction.sections.size()) + " sections)";
}

TEST(QuarterlyReports, AreThoseOfFormTenQ) {
  const auto outcome = [](std::string_view form, std::string_view wanted) {
    const std::string filing =
        join({"<DOCUMENT>\n<TYPE>", form, "\n<TEXT>\n", report({bold_part, bold_heading, ""}), "\n</TEXT>\n"});
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
  const Extraction extraction = extract(report({bold_part, bold_heading, ""}), {"1A", "5", "I-1"}, "10-Q");
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

}  // namespace
}  // namespace weir::sec
