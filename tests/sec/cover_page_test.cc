// What a bare document says about itself on its cover, in the wordings of many years.
#include "sec/cover_page.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "sec/documents.h"
#include "sec/filer_category.h"
#include "sec/markup_text.h"

namespace weir::sec {
namespace {

Filing read_cover_lines(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + '\n';
  return read_cover_page(text);
}

TEST(CoverPage, IsReadFromHtml) {
  const Document document = submitted(
      "<html><head><title>Form 10-Q</title></head><body><p>UNITED STATES<br>SECURITIES AND EXCHANGE COMMISSION</p>"
      "<p><b>FORM&nbsp;10-K</b></p><p>(Mark One)</p><table><tr><td>[X]</td><td>ANNUAL REPORT PURSUANT TO SECTION "
      "13</td>"
      "</tr></table><p>For the fiscal year ended June&nbsp;30, 2007</p><p>Commission File Number: 0-12345</p>"
      "<p><u>Kettle &amp; Sons, Inc.</u></p><p>(Exact name of registrant as specified in its charter)</p>"
      "<table><tr><td>Delaware</td><td>98-7654321</td></tr></table>"
      "<p>Large accelerated filer &#168; Accelerated filer &#254; Non-accelerated filer &#168;</p></body></html>");
  EXPECT_EQ(field(document, "form_type"), "10-K");
  EXPECT_EQ(field(document, "company_name"), "Kettle & Sons, Inc.");
  EXPECT_EQ(field(document, "ein"), "98-7654321");
  EXPECT_EQ(field(document, "entity_filer_category"), "Accelerated Filer");
  EXPECT_EQ(*document.metadata().find("fiscal_year"), Value(2007));
}

TEST(CoverPage, IsReadFromPlainText) {
  const Document document = submitted(
      "                SECURITIES AND EXCHANGE COMMISSION\n                      FORM 10-K405\n\n"
      "[X]  ANNUAL REPORT PURSUANT TO SECTION 13 OR 15(d)\n     For the fiscal year ended\n     December 29, 1996\n\n"
      "          MILLSTONE GRAIN CO.\n   (Exact name of registrant as specified in charter)\n\n"
      "     Ohio                        34-1234567\n");
  EXPECT_EQ(field(document, "form_type"), "10-K405");
  EXPECT_EQ(field(document, "company_name"), "MILLSTONE GRAIN CO.");
  EXPECT_EQ(field(document, "ein"), "34-1234567");
  EXPECT_EQ(*document.metadata().find("fiscal_year"), Value(1996));
}

TEST(CoverPage, NamesTheForm) {
  const auto form = [](const std::vector<std::string>& lines) { return read_cover_lines(lines).form_type; };
  EXPECT_EQ(form({"FORM 10-K"}), "10-K");
  EXPECT_EQ(form({"Form 10 - K"}), "10-K");
  EXPECT_EQ(form({"FORM 10‑K"}), "10-K");
  EXPECT_EQ(form({"FORM 10K"}), "10-K");
  EXPECT_EQ(form({"FORM 10-KSB"}), "10-KSB");
  EXPECT_EQ(form({"FORM 10-K/A"}), "10-K/A");
  EXPECT_EQ(form({"FORM 10-K", "(Amendment No. 1)"}), "10-K/A");
  EXPECT_EQ(form({"Amendment No. 2", "to", "FORM 10-K"}), "10-K/A");
  EXPECT_EQ(form({"FORM 10-Q"}), "10-Q");
  EXPECT_EQ(form({"FORM 20-F"}), "20-F");
  EXPECT_EQ(form({"FORM S-3"}), "S-3");
  EXPECT_EQ(form({"ANNUAL REPORT PURSUANT TO SECTION 13 OR 15(d)"}), "10-K");
  EXPECT_EQ(form({"Form of agreement"}), "");
  EXPECT_EQ(form({"This report on Form 10-K"}), "");
}

TEST(CoverPage, NamesTheFiscalYearAsTheReportDoes) {
  const auto year = [](std::vector<std::string> lines) {
    lines.insert(lines.begin(), "FORM 10-K");
    return read_cover_lines(lines).fiscal_year;
  };
  EXPECT_EQ(year({"For the fiscal year ended December 31, 2009"}), 2009);
  EXPECT_EQ(year({"For the year ended: 30 June 2004"}), 2004);
  EXPECT_EQ(year({"For the fiscal year ended", "January 2, 2011"}), 2010);
  EXPECT_EQ(year({"For the fiscal year ended January 31, 2010", "In fiscal 2010 sales grew; in fiscal 2009 too."}),
            2010);
  EXPECT_EQ(year({"For the fiscal year ended February 1, 2003", "In fiscal 2002 sales grew."}), 2002);
  EXPECT_EQ(year({"no date"}), std::nullopt);
}

TEST(CoverPage, FindsTheCompanyWithoutACaption) {
  EXPECT_EQ(read_cover_lines({"FORM 10-K", "Commission File Number 0-12345", "PLOUGH CORPORATION"}).company_name,
            "PLOUGH CORPORATION");
  EXPECT_EQ(
      read_cover_lines({"FORM 10-K", "ANVIL CO. (Exact name of registrant as specified in its charter)"}).company_name,
      "ANVIL CO.");
}

TEST(FilerCategory, IsReadWithBoxesBeforeAndBehindTheLabels) {
  EXPECT_EQ(ticked_filer_category("Large accelerated filer ☒ Accelerated filer ☐ Non-accelerated filer ☐"),
            "Large Accelerated Filer");
  EXPECT_EQ(
      ticked_filer_category("(Check one): [ ] Large accelerated filer [X] Accelerated filer [ ] Non-accelerated filer"),
      "Accelerated Filer");
  EXPECT_EQ(
      ticked_filer_category("Large accelerated filer o Accelerated filer o Non-accelerated filer o (Do not check if "
                            "a smaller reporting company) Smaller reporting company x"),
      "Smaller Reporting Company");
  EXPECT_EQ(ticked_filer_category("Large accelerated filer ☐ Accelerated filer ☐ Non-accelerated filer ☒ "
                                  "Smaller reporting company ☒"),
            "Non-accelerated Filer");
}

TEST(FilerCategory, IsUnknownWhereItIsNotClear) {
  EXPECT_EQ(ticked_filer_category("whether the registrant is a large accelerated filer, an accelerated filer [X]"), "");
  EXPECT_EQ(ticked_filer_category("Large accelerated filer [X] Accelerated filer [X] Non-accelerated filer [ ]"), "");
  EXPECT_EQ(ticked_filer_category("Large accelerated filer [ ] Accelerated filer [ ]"), "");
}

TEST(MarkupText, ShowsWhatAReaderSees) {
  EXPECT_EQ(
      visible_lines("<p>a  b</p><!-- no --><div>c<br>d</div><script>x<y</script><table><tr><td>e</td><td>f</td></tr>"),
      (std::vector<std::string>{"a b", "c", "d", "e\tf"}));
  EXPECT_EQ(visible_lines("one\ntwo\n\n three"), (std::vector<std::string>{"one", "two", "three"}));
  EXPECT_EQ(visible_lines("one\ntwo\n\n three", 2), (std::vector<std::string>{"one", "two"}));
  EXPECT_EQ(visible_text("<p>caf&#233; &#147;q&#148; &amp; &unknown; &#x2612;</p>"), "café “q” & &unknown; ☒");
  EXPECT_EQ(visible_text("a<ix:exclude>b<i>c</i></ix:exclude>d <i", "ix:exclude"), "ad");
}

}  // namespace
}  // namespace weir::sec
