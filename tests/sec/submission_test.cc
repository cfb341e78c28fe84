// Where the report lies in a submission, and what the submission's header says.
#include "sec/documents.h"

#include <string>

#include <gtest/gtest.h>

namespace weir::sec {
namespace {

constexpr std::string_view kHeader =
    "-----BEGIN PRIVACY-ENHANCED MESSAGE-----\nProc-Type: 2001,MIC-CLEAR\n\n"
    "<SEC-DOCUMENT>0001234567-10-000042.txt : 20100315\n<SEC-HEADER>0001234567-10-000042.hdr.sgml : 20100315\n"
    "ACCESSION NUMBER:\t\t0001234567-10-000042\nCONFORMED SUBMISSION TYPE:\t10-K\nPUBLIC DOCUMENT COUNT:\t\t3\n"
    "CONFORMED PERIOD OF REPORT:\t20091231\nFILED AS OF DATE:\t\t20100315\n\nFILER:\n\n\tCOMPANY DATA:\t\n"
    "\t\tCOMPANY CONFORMED NAME:\t\t\tHARBOUR ROPE WORKS INC\n\t\tCENTRAL INDEX KEY:\t\t\t0001234567\n"
    "\t\tSTANDARD INDUSTRIAL CLASSIFICATION:\tCORDAGE & TWINE [2298]\n\t\tIRS NUMBER:\t\t\t\t123456789\n"
    "\t\tFISCAL YEAR END:\t\t\t1231\n\n\tFILING VALUES:\n\t\tFORM TYPE:\t\t10-K\n</SEC-HEADER>\n";

std::string embedded(std::string_view type, std::string_view body, std::string_view filename = {}) {
  std::string document = "<DOCUMENT>\n<TYPE>" + std::string(type) + "\n<SEQUENCE>1\n";
  if (!filename.empty()) document += "<FILENAME>" + std::string(filename) + "\n";
  return document + "<DESCRIPTION>A DESCRIPTION\n<TEXT>\n" + std::string(body) + "\n</TEXT>\n</DOCUMENT>\n";
}

TEST(Submission, TakesIdentityFromTheHeader) {
  const Document document = submitted(std::string(kHeader) + embedded("10-K", "<html>The report</html>"), "a/b/x.txt");
  EXPECT_EQ(field(document, "id"), "a/b/x.txt");
  EXPECT_EQ(field(document, "filing"), "x");
  EXPECT_EQ(field(document, "source_path"), "a/b/x.txt");
  EXPECT_EQ(field(document, "company_name"), "HARBOUR ROPE WORKS INC");
  EXPECT_EQ(field(document, "cik"), "0001234567");
  EXPECT_EQ(field(document, "sic_code"), "2298");
  EXPECT_EQ(field(document, "sic_name"), "CORDAGE & TWINE");
  EXPECT_EQ(field(document, "form_type"), "10-K");
  EXPECT_EQ(field(document, "accession_number"), "0001234567-10-000042");
  EXPECT_EQ(field(document, "filed_as_of_date"), "2010-03-15");
  EXPECT_EQ(field(document, "ein"), "12-3456789");
  EXPECT_EQ(*document.metadata().find("fiscal_year"), Value(2009));
  EXPECT_EQ(*document.metadata().find("amendment_flag"), Value(false));
  EXPECT_TRUE(document.metadata().find("ticker")->is_null());
}

TEST(Submission, SetsEveryFieldInItsOrderWhateverIsKnown) {
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
                                        "dei"};
  for (const std::string& bytes : {std::string(), std::string("nothing to see"), std::string(kHeader)}) {
    const Document document = submitted(bytes);
    std::vector<std::string> keys;
    document.metadata().for_each([&](std::string_view key, const Value&) { keys.emplace_back(key); });
    EXPECT_EQ(keys, fields);
    EXPECT_NE(document.metadata().find("dei")->table(), nullptr);
  }
}

TEST(Submission, SlicesTheReportOutOfTheFile) {
  const std::string bytes = std::string(kHeader) + embedded("10-K", "<html>The report</html>", "r.htm") +
                            embedded("EX-13", "<html>Another report</html>");
  const Document document = submitted(bytes);
  EXPECT_EQ(content_of(document), "\n<html>The report</html>\n");
  EXPECT_EQ(document.content().source_range().begin, bytes.find("\n<html>The report"));
}

TEST(Submission, ChoosesTheDocumentThatIsTheFormThatWasFiled) {
  const std::string bytes = std::string(kHeader) + embedded("COVER", "a letter") + embedded("EX-99", "an exhibit") +
                            embedded("10-K", "%PDF-1.4", "report.pdf") +
                            embedded("10-K", "begin 644 report.zip\nM1234\nend") + embedded("10-K", "the report");
  EXPECT_EQ(content_of(submitted(bytes)), "\nthe report\n");
}

TEST(Submission, FallsBackToTheFirstDocumentThatIsNoExhibit) {
  const std::string bytes = std::string(kHeader) + embedded("EX-99", "an exhibit") + embedded("10-K405", "the report") +
                            embedded("GRAPHIC", "begin 644 a.gif\nM\nend", "a.gif");
  EXPECT_EQ(content_of(submitted(bytes)), "\nthe report\n");
}

TEST(Submission, LooksIntoTheWrapperOfInlineXbrlAndPassesOverXmlAndPdf) {
  const std::string bytes = std::string(kHeader) + embedded("10-K", "<PDF>\nbinary\n</PDF>") +
                            embedded("10-K", "<XML>\n<a/>\n</XML>") +
                            embedded("10-K", "<XBRL>\n<?xml version='1.0'?><html>R</html>\n</XBRL>");
  EXPECT_EQ(content_of(submitted(bytes)), "\n<?xml version='1.0'?><html>R</html>\n");
}

TEST(Submission, ReadsADocumentThatIsCutOff) {
  EXPECT_EQ(content_of(submitted(std::string(kHeader) + "<DOCUMENT>\n<TYPE>10-K\n<TEXT>\nthe repo")), "\nthe repo");
  EXPECT_EQ(content_of(submitted(std::string(kHeader) + "<DOCUMENT>\n<TYPE>EX-1\n<TEXT>\nan exhibit\n" +
                                 embedded("10-K", "the report"))),
            "\nthe report\n");
  EXPECT_EQ(content_of(submitted(std::string(kHeader) + "<DOCUMENT>\n<TYPE>10-K\n")), "\n");
}

TEST(Submission, FindsTagsThatAWindowCutsInTwo) {
  constexpr std::size_t kWindow = std::size_t{1} << 20;
  const std::string report = embedded("10-K", "the report");
  for (std::size_t before = kWindow - 30; before <= kWindow + 30; ++before) {
    // The exhibit's <DOCUMENT> tag ends somewhere around the border of the first window.
    std::string bytes = std::string(kHeader) + embedded("EX-1", "exhibit");
    bytes.insert(bytes.rfind("</TEXT>"), std::string(before - bytes.size(), 'x') + "\n");
    const Document document = submitted(bytes + report);
    ASSERT_EQ(content_of(document), "\nthe report\n") << before;
  }
}

TEST(Submission, IsNotFooledByTagsInsideOfLines) {
  const std::string bytes = std::string(kHeader) + embedded("10-K", "see <b>x</b><DOCUMENT> and a</DOCUMENT>, end");
  EXPECT_EQ(content_of(submitted(bytes)), "\nsee <b>x</b><DOCUMENT> and a</DOCUMENT>, end\n");
}

TEST(Submission, CountsTheFirstOfSeveralFilers) {
  std::string bytes(kHeader);
  bytes.insert(bytes.find("</SEC-HEADER>"),
               "\nFILER:\n\n\tCOMPANY DATA:\n\t\tCOMPANY CONFORMED NAME:\t\tSECOND CO\n"
               "\t\tCENTRAL INDEX KEY:\t\t0000000002\n");
  const Document document = submitted(bytes + embedded("10-K", "r"));
  EXPECT_EQ(field(document, "company_name"), "HARBOUR ROPE WORKS INC");
  EXPECT_EQ(field(document, "cik"), "0001234567");
}

TEST(Submission, ReadsOlderAndThinnerHeaders) {
  const Document document = submitted(
      "<IMS-DOCUMENT>0000000042-94-000001.txt : 19940322\n<IMS-HEADER>x\nACCESSION NUMBER:\t\t0000000042-94-000001\n"
      "CONFORMED SUBMISSION TYPE:\t10-K405/A\nFILER:\n\t\tCOMPANY CONFORMED NAME:\t\tOLD CO\n"
      "\t\tCENTRAL INDEX KEY:\t\t42\n\t\tSTANDARD INDUSTRIAL CLASSIFICATION:\t3711\n</IMS-HEADER>\n" +
      embedded("10-K405/A", "r"));
  EXPECT_EQ(field(document, "cik"), "0000000042");
  EXPECT_EQ(field(document, "sic_code"), "3711");
  EXPECT_TRUE(document.metadata().find("sic_name")->is_null());
  EXPECT_EQ(*document.metadata().find("amendment_flag"), Value(true));
  EXPECT_TRUE(document.metadata().find("fiscal_year")->is_null());
}

TEST(Submission, ReadsTheHeaderInTags) {
  const Document document = submitted(
      "<SUBMISSION>\n<ACCESSION-NUMBER>0000000042-24-000001\n<TYPE>10-K\n<PERIOD>20231231\n<FILING-DATE>20240201\n"
      "<FILER>\n<COMPANY-DATA>\n<CONFORMED-NAME>TAGGED CO\n<CIK>0000000042\n<ASSIGNED-SIC>3571\n<IRS-NUMBER>000000000\n"
      "</COMPANY-DATA>\n</FILER>\n" +
      embedded("10-K", "r"));
  EXPECT_EQ(field(document, "company_name"), "TAGGED CO");
  EXPECT_EQ(field(document, "sic_code"), "3571");
  EXPECT_EQ(field(document, "filed_as_of_date"), "2024-02-01");
  EXPECT_EQ(*document.metadata().find("fiscal_year"), Value(2023));
  EXPECT_TRUE(document.metadata().find("ein")->is_null());
}

TEST(Submission, LetsOtherFormsPass) {
  const Document document = submitted("<DOCUMENT>\n<TYPE>8-K\n<TEXT>\nnews\n</TEXT>\n</DOCUMENT>\n");
  EXPECT_EQ(field(document, "form_type"), "8-K");
  EXPECT_TRUE(document.metadata().find("fiscal_year")->is_null());
}

TEST(Submission, KnowsAccessionNumbersThatAreFileNames) {
  EXPECT_EQ(field(submitted("text", "y/0000320193-24-000123.txt"), "accession_number"), "0000320193-24-000123");
  EXPECT_EQ(field(submitted("text", "000032019324000123.htm"), "accession_number"), "0000320193-24-000123");
  EXPECT_EQ(field(submitted("text", "0000320193-24-00012.txt"), "accession_number"), "");
}

}  // namespace
}  // namespace weir::sec
