// Inline-XBRL facts about the filing, wherever they stand and however they are printed.
#include "sec/dei_facts.h"

#include <string>

#include <gtest/gtest.h>

#include "sec/dei_value.h"
#include "sec/documents.h"

namespace weir::sec {
namespace {

constexpr std::string_view kOpening =
    "<?xml version='1.0'?><html xmlns:ix=\"http://www.xbrl.org/2013/inlineXBRL\"><body><div style=\"display:none\">"
    "<ix:header><ix:hidden>";

std::string inline_xbrl(std::string_view hidden, std::string_view visible) {
  return std::string(kOpening) + std::string(hidden) + "</ix:hidden></ix:header></div>" + std::string(visible) +
         "</body></html>";
}

std::string fact(const Document& document, std::string_view name) {
  const Value* value = document.metadata().find("dei")->table()->find(name);
  return value ? *value->string() : "(none)";
}

TEST(DeiFacts, AreReadFromTheHiddenHeaderAndThePage) {
  const Document document = submitted(inline_xbrl(
      "<ix:nonNumeric contextRef=\"c\" name=\"dei:EntityCentralIndexKey\">0000000042</ix:nonNumeric>"
      "<ix:nonNumeric name='dei:AmendmentFlag' contextRef='c'>false</ix:nonNumeric>"
      "<ix:nonNumeric name=\"dei:DocumentFiscalYearFocus\">2022</ix:nonNumeric>",
      "<p><ix:nonNumeric name=\"dei:DocumentType\">10-K</ix:nonNumeric></p>"
      "<b><ix:nonNumeric\n id=\"f\" name=\"dei:EntityRegistrantName\">Lamp <i>&amp;</i> Wick, Inc.</ix:nonNumeric></b>"
      "<ix:nonNumeric name=\"dei:TradingSymbol\">LMPW</ix:nonNumeric>"
      "<ix:nonNumeric name=\"dei:TradingSymbol\">LMPW/PR</ix:nonNumeric>"
      "<ix:nonNumeric name=\"dei:EntityTaxIdentificationNumber\">12-3456789</ix:nonNumeric>"
      "<ix:nonNumeric name=\"dei:EntityFilerCategory\" format=\"ixt-sec:entityfilercategoryen\">large accelerated "
      "filer</ix:nonNumeric>"
      "<ix:nonFraction name=\"dei:EntityPublicFloat\" scale=\"6\" format=\"ixt:num-dot-decimal\">1,234.5"
      "</ix:nonFraction>"));
  EXPECT_EQ(field(document, "cik"), "0000000042");
  EXPECT_EQ(field(document, "company_name"), "Lamp & Wick, Inc.");
  EXPECT_EQ(field(document, "ticker"), "LMPW");
  EXPECT_EQ(field(document, "form_type"), "10-K");
  EXPECT_EQ(field(document, "ein"), "12-3456789");
  EXPECT_EQ(field(document, "entity_filer_category"), "Large Accelerated Filer");
  EXPECT_EQ(*document.metadata().find("fiscal_year"), Value(2022));
  EXPECT_EQ(*document.metadata().find("amendment_flag"), Value(false));
  EXPECT_EQ(fact(document, "EntityPublicFloat"), "1234500000");
}

TEST(DeiFacts, MayLieWithinEachOther) {
  const Document document = submitted(inline_xbrl(
      {},
      "<ix:nonNumeric name=\"dei:DocumentPeriodEndDate\" format=\"ixt:date-monthname-day-year-en\"><ix:nonNumeric "
      "name=\"dei:CurrentFiscalYearEndDate\" format=\"ixt:date-monthname-day-en\">December 31</ix:nonNumeric>, "
      "2023</ix:nonNumeric>"));
  EXPECT_EQ(fact(document, "DocumentPeriodEndDate"), "2023-12-31");
  EXPECT_EQ(fact(document, "CurrentFiscalYearEndDate"), "--12-31");
}

TEST(DeiFacts, LeaveOutWhatIsExcludedNilOrEmpty) {
  const Document document = submitted(inline_xbrl(
      "<ix:nonNumeric name=\"dei:A\" xsi:nil=\"true\"></ix:nonNumeric><ix:nonNumeric name=\"dei:B\"/>"
      "<ix:nonNumeric name=\"dei:C\"> </ix:nonNumeric><ix:nonNumeric name=\"us-gaap:D\">dei:x</ix:nonNumeric>",
      "<ix:nonNumeric name=\"dei:E\">a<ix:exclude>7</ix:exclude>b</ix:nonNumeric>"
      "<ix:nonNumeric name=\"dei:TradingSymbol\">N/A</ix:nonNumeric>"));
  for (const char* name : {"A", "B", "C", "D"}) EXPECT_EQ(fact(document, name), "(none)");
  EXPECT_EQ(fact(document, "E"), "ab");
  EXPECT_TRUE(document.metadata().find("ticker")->is_null());
}

TEST(DeiFacts, AreFoundWhereAWindowCutsThem) {
  constexpr std::size_t kWindow = std::size_t{1} << 20;
  const std::string last = "<ix:nonNumeric contextRef=\"c\" name=\"dei:TradingSymbol\">CUT</ix:nonNumeric>";
  for (std::size_t before = kWindow - 80; before <= kWindow + 10; ++before) {
    std::string bytes(kOpening);
    bytes.append(before - bytes.size(), ' ');
    ASSERT_EQ(field(submitted(bytes + last), "ticker"), "CUT") << before;
  }
}

TEST(DeiValue, FollowsTheFormat) {
  EXPECT_EQ(dei_value("☒", "boolballotbox", 0, false), "true");
  EXPECT_EQ(dei_value("☐", "boolballotbox", 0, false), "false");
  EXPECT_EQ(dei_value("☒", "fixed-false", 0, false), "false");
  EXPECT_EQ(dei_value("☐", "booleantrue", 0, false), "true");
  EXPECT_EQ(dei_value("June 30, 2021", "datemonthdayyearen", 0, false), "2021-06-30");
  EXPECT_EQ(dei_value("12-30", "date-month-day", 0, false), "--12-30");
  EXPECT_EQ(dei_value("140.0", "", 9, false), "140000000000");
  EXPECT_EQ(dei_value("4,228", "num-dot-decimal", 6, false), "4228000000");
  EXPECT_EQ(dei_value("12.50", "num-dot-decimal", 0, true), "-12.5");
  EXPECT_EQ(dei_value("250", "num-dot-decimal", -2, false), "2.5");
  EXPECT_EQ(dei_value("0", "num-dot-decimal", 0, false), "0");
  EXPECT_EQ(dei_value("none", "num-dot-decimal", 3, false), "none");
  EXPECT_EQ(dei_value("Delaware", "stateprovnameen", 0, false), "Delaware");
}

}  // namespace
}  // namespace weir::sec
