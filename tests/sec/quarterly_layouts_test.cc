// Quarterly reports in many layouts: the same sections, told apart although their numbers come again.
#include <map>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sec/filings.h"
#include "sec/quarterly_report.h"

namespace weir::sec {
namespace {

using testing::ElementsAre;

std::vector<std::string> names_of_all() {
  std::vector<std::string> names;
  names.reserve(kItems.size());
  for (const ItemText& item : kItems) names.emplace_back(item.name);
  return names;
}

// "II-1A: Since our annual report …" for each section that was emitted,
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

TEST(QuarterlyReports, GiveTheSameSectionsInEveryLayout) {
  const std::string with_contents = contents("12", true);
  const std::map<std::string, Layout> layouts{
      {"plain", {bold_part, bold_heading, ""}},
      {"with contents", {bold_part, bold_heading, with_contents}},
      {"with contents that name no parts", {bold_part, bold_heading, contents("12", false)}},
      {"with contents that name each statement",
       {[](bool second) { return second ? "<p>PART II</p>" : "<p>PART I</p>"; },
        [](const ItemText& item) {
          return join({"<p>Item ", item.number, ". ", item.title, "</p>"});
        },
        "<p>Item 1. Financial Statements</p><p>Condensed Consolidated Statements of Operations for the three and six "
        "months ended June 30, 2012 and 2011 (unaudited)</p><p>Notes to the Condensed Consolidated Financial "
        "Statements of the Company and of its Subsidiaries (unaudited)</p><p>Item 2. Management’s Discussion and "
        "Analysis</p><p>Item 1. Legal Proceedings</p><p>Item 6. Exhibits</p>"}},
      {"with contents without pages", {bold_part, bold_heading, contents("", true)}},
      {"without part headings", {no_part, bold_heading, with_contents}},
      {"without part headings and contents", {no_part, bold_heading, ""}},
      {"without the heading of the second part",
       {[](bool second) { return second ? "" : bold_part(second); }, bold_heading, with_contents}},
      {"parts in letters set apart",
       {[](bool second) { return second ? "<p>P A R T &nbsp; I I</p>" : "<p>P A R T &nbsp; I</p>"; },
        [](const ItemText& item) {
          return join({"<p><b>Item ", item.number, ".</b></p>"});
        },
        with_contents}},
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
    const Extraction extraction = extract(quarterly_report(layout), names_of_all(), "10-Q");
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

}  // namespace
}  // namespace weir::sec
