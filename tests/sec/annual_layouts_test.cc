// Annual reports in many layouts: every item of the form, found under its own heading.
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sec/filings.h"
#include "sec/form.h"

namespace weir::sec {
namespace {

using Heading = std::function<std::string(const std::string& number, const std::string& title)>;

const std::vector<std::pair<std::string, std::string>> kTitles{
    {"1", "Business"},
    {"1A", "Risk Factors"},
    {"1B", "Unresolved Staff Comments"},
    {"1C", "Cybersecurity"},
    {"2", "Properties"},
    {"3", "Legal Proceedings"},
    {"4", "Mine Safety Disclosures"},
    {"5", "Market for Registrant’s Common Equity, Related Stockholder Matters and Issuer Purchases"},
    {"6", "[Reserved]"},
    {"7", "Management’s Discussion and Analysis of Financial Condition and Results of Operations"},
    {"7A", "Quantitative and Qualitative Disclosures About Market Risk"},
    {"8", "Financial Statements and Supplementary Data"},
    {"9", "Changes in and Disagreements with Accountants on Accounting and Financial Disclosure"},
    {"9A", "Controls and Procedures"},
    {"9B", "Other Information"},
    {"9C", "Disclosure Regarding Foreign Jurisdictions that Prevent Inspections"},
    {"10", "Directors, Executive Officers and Corporate Governance"},
    {"11", "Executive Compensation"},
    {"12", "Security Ownership of Certain Beneficial Owners and Management"},
    {"13", "Certain Relationships and Related Transactions, and Director Independence"},
    {"14", "Principal Accountant Fees and Services"},
    {"15", "Exhibits and Financial Statement Schedules"},
    {"16", "Form 10-K Summary"}};

// Every third item has nothing to say, and "[Reserved]" not even that.
std::string text_of(const std::string& number) {
  if (number == "6") return {};
  if (number == "1B" || number == "4" || number == "9" || number == "9C" || number == "16") return "None.";
  return "What is said under number " + number + " is that the looms ran as they had run before, and nobody minded.";
}

std::string part_of(const std::string& number) {
  const int digits = std::stoi(number);
  return digits <= 4 ? "I" : digits <= 9 ? "II" : digits <= 14 ? "III" : "IV";
}

std::string report(const std::string& contents, const Heading& heading) {
  std::string html = "<html><body><p>FORM 10-K</p><p>For the fiscal year ended December 31, 2023</p>" + contents;
  std::string part;
  for (const auto& [number, title] : kTitles) {
    if (part_of(number) != part) html.append("<p align=center>PART ").append(part = part_of(number)).append("</p>");
    html += heading(number, title);
    if (!text_of(number).empty()) html.append("<p>").append(text_of(number)).append("</p>");
  }
  return html + "<p>SIGNATURES</p><p>Signed as the law requires.</p></body></html>";
}

std::string all(const Heading& entry) {
  std::string entries;
  for (const auto& [number, title] : kTitles) entries += entry(number, title);
  return entries;
}

// "(number)" and "(title)" of a pattern replaced.
Heading pattern(std::string_view pattern) {
  return [pattern = std::string(pattern)](const std::string& number, const std::string& title) {
    std::string text = pattern;
    text.replace(text.find("(number)"), 8, number);
    if (const std::size_t at = text.find("(title)"); at != std::string::npos) text.replace(at, 7, title);
    return text;
  };
}

TEST(AnnualReports, GiveTheSameSectionsInEveryLayout) {
  const std::string table =
      "<table>" + all(pattern("<tr><td>Item (number).</td><td>(title)</td><td>12</td></tr>")) + "</table>";
  const Heading bold = pattern("<p><b>Item (number). (title)</b></p>");
  const std::map<std::string, std::string> reports{
      {"bold", report(table, bold)},
      {"plain", report(table, pattern("<p>Item (number). (title)</p>"))},
      {"cells", report(table, pattern("<table><tr><td>Item&nbsp;(number).</td><td>(title)</td></tr></table>"))},
      {"dash", report(table, pattern("<p>ITEM (number)&#151;(title)</p>"))},
      {"two blocks", report(table, pattern("<p><b>ITEM (number)</b></p><p><b>(title)</b></p>"))},
      {"links", report(table, pattern("<p><a href='#c'><b>Item (number). (title)</b></a></p>"))},
      {"colons", report(table, pattern("<h3>Item (number): (title):</h3>"))},
      {"no word", report("", pattern("<p><b>(number). (title)</b></p>"))},
      {"page heads", report(table, pattern("<p>12</p><hr><p>Loom, Inc.</p><p><b>Item (number). (title)</b></p>"))},
      {"no contents", report("", bold)},
      {"contents of links", report(all(pattern("<p><a href='#i'>Item (number). (title)</a></p>")), bold)},
      {"contents of lines", report(all(pattern("<p>Item (number). (title)</p>")), bold)},
      {"contents of blocks", report(all(pattern("<div>Item (number).</div><div>(title)</div><div>12</div>")), bold)},
  };
  std::vector<std::string> names;
  std::map<std::string, std::string> expected;
  for (const Item item : annual_form().items()) {
    names.push_back(item.name());
    if (text_of(item.name()).size() > 10) expected[item.name()] = text_of(item.name());
  }
  ASSERT_EQ(names.size(), kTitles.size());
  for (const auto& [name, bytes] : reports) {
    const Extraction extraction = extract(bytes, names);
    std::map<std::string, std::string> found;
    for (const Document& section : extraction.sections) {
      found[std::string(section.metadata().string("section"))] = body_of(section);
    }
    EXPECT_EQ(found, expected) << name;
    EXPECT_THAT(extraction.reasons, testing::Each("not_applicable")) << name;
  }
}

}  // namespace
}  // namespace weir::sec
