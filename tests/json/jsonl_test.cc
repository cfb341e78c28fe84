#include "jsonl/jsonl.h"

#include <limits>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <simdjson.h>

#include "sdk_harness.h"

namespace weir::json {
namespace {

std::string line(Table with, const Document& document) {
  with.set("path", "out.jsonl");
  Jsonl sink(harness::bind<Jsonl::Params>(with));
  return harness::encode(sink, document).volume;
}

TEST(Jsonl, WritesMetadataInOrderAndTextLast) {
  Document document = harness::blocks({{"The text."}});
  document.metadata().set("id", "a#1A/0");
  document.metadata().set("ticker", nullptr);
  document.metadata().set("fiscal_year", 2023);
  document.metadata().set("amendment_flag", false);
  document.metadata().set("source_range", List{10, 20});
  document.metadata().set("ancestors", List{"One", "Two"});
  EXPECT_EQ(line({}, document),
            R"({"id":"a#1A/0","ticker":null,"fiscal_year":2023,"amendment_flag":false,"source_range":[10,20],)"
            R"("ancestors":["One","Two"],"text":"The text."})"
            "\n");
}

TEST(Jsonl, AKeyThatIsSetAgainKeepsItsPlaceThroughDerivation) {
  Document document = harness::blocks({{"x"}});
  document.metadata().set("id", "whole");
  document.metadata().set("cik", "0000000001");
  Document part = document.derive();
  part.metadata().set("section", "1A");
  part.metadata().set("id", "part");
  EXPECT_EQ(line({}, part), R"({"id":"part","cik":"0000000001","section":"1A","text":""})"
                            "\n");
}

TEST(Jsonl, LeavesTablesOutUnlessAskedTo) {
  Document document = harness::blocks({{"x"}});
  document.metadata().set("stats", harness::table({{"tables", 3}, {"raw_chars", 12}}));
  document.metadata().set("section", "1A");
  EXPECT_EQ(line({}, document), R"({"section":"1A","text":"x"})"
                                "\n");
  EXPECT_EQ(line(harness::table({{"nested", true}}), document),
            R"({"stats":{"tables":3,"raw_chars":12},"section":"1A","text":"x"})"
            "\n");
}

TEST(Jsonl, FieldsAreWrittenAsNamedAndNullWhereUnknown) {
  Document document = harness::blocks({{"x"}});
  document.metadata().set("a", 1);
  document.metadata().set("b", harness::table({{"c", 2}}));
  document.metadata().set("text", "a field that the text hides");
  EXPECT_EQ(line(harness::table({{"fields", List{"b", "missing", "a"}}}), document),
            R"({"b":{"c":2},"missing":null,"a":1,"text":"x"})"
            "\n");
}

TEST(Jsonl, NumbersAreReadAsTheyWereAndInfinitiesAreNull) {
  const std::vector<double> numbers{
      0.1, 1.0 / 3.0, 1e300, 5e-324, -0.0, 123456789.123456789, 1e21, 2.5e-8, std::numeric_limits<double>::max()};
  Document document = harness::blocks({{"x"}});
  document.metadata().set("numbers", List(numbers.begin(), numbers.end()));
  document.metadata().set("infinite", std::numeric_limits<double>::infinity());
  document.metadata().set("nan", std::numeric_limits<double>::quiet_NaN());
  document.metadata().set("smallest", std::numeric_limits<std::int64_t>::min());
  simdjson::dom::parser parser;
  const std::string json = line({}, document);
  const simdjson::dom::element read = parser.parse(json);
  for (std::size_t i = 0; i < numbers.size(); ++i) EXPECT_EQ(double(read["numbers"].at(i)), numbers[i]);
  EXPECT_TRUE(read["infinite"].is_null());
  EXPECT_TRUE(read["nan"].is_null());
  EXPECT_EQ(std::int64_t(read["smallest"]), std::numeric_limits<std::int64_t>::min());
}

TEST(Jsonl, ARecordIsOneLineWhateverTheTextHolds) {
  Jsonl sink(harness::bind<Jsonl::Params>({{"path", "out.jsonl"}}));
  Document document = harness::blocks({{"two\nlines\r\n \u2028 \xFF and \"quotes\""}});
  document.metadata().set("key \n with break", "value \n with break");
  const harness::Written written = harness::encode(sink, document);
  EXPECT_EQ(written.records, 1u);
  EXPECT_EQ(written.volume.find('\n'), written.volume.size() - 1);
  EXPECT_EQ(harness::encode(sink, document).volume, written.volume);
  simdjson::dom::parser parser;
  EXPECT_EQ(parser.parse(written.volume).error(), simdjson::SUCCESS);
}

}  // namespace
}  // namespace weir::json
