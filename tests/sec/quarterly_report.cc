#include "sec/quarterly_report.h"

namespace weir::sec {

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

const std::string_view kQuarterlyCover =
    "<html><body><p>FORM 10-Q</p><p>QUARTERLY REPORT PURSUANT TO SECTION 13</p><p>For the quarterly period ended June "
    "30, 2012</p><p>LOOM AND SHUTTLE, INC.</p><p>(Exact name of registrant as specified in its charter)</p>";

std::string join(std::initializer_list<std::string_view> pieces) {
  std::string joined;
  for (const std::string_view piece : pieces) joined += piece;
  return joined;
}

std::string quarterly_report(const Layout& layout) {
  std::string html = join({kQuarterlyCover, layout.before, layout.part(false)});
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

}  // namespace weir::sec
