#include "json/quote.h"

#include <random>
#include <string>

#include <gtest/gtest.h>
#include <simdjson.h>

#include <weir/utf8.h>

namespace weir::json {
namespace {

std::string as_json(std::string_view text) {
  std::string json;
  append_quoted(json, text);
  return json;
}

TEST(Quote, WritesPlainTextAsItIs) {
  EXPECT_EQ(as_json(""), R"("")");
  EXPECT_EQ(as_json("Risk factors – naïve €"), R"("Risk factors – naïve €")");
}

TEST(Quote, EscapesWhatJsonReserves) {
  EXPECT_EQ(as_json("a \"b\" \\ c/d"), R"("a \"b\" \\ c/d")");
  EXPECT_EQ(as_json("line\nbreak\ttab\r"), R"("line\nbreak\ttab\r")");
  EXPECT_EQ(as_json(std::string_view("\0\x01\x1F", 3)), R"("\u0000\u0001\u001f")");
}

TEST(Quote, EscapesWhereSomeReadersEndALine) {
  EXPECT_EQ(as_json("\x7F\u0085\u2028\u2029"), R"("\u007f\u0085\u2028\u2029")");
}

TEST(Quote, ReplacesBytesThatAreNotUtf8) {
  EXPECT_EQ(as_json("a\xFF"
                    "b\xE2\x82"),
            "\"a\uFFFDb\uFFFD\"");
  EXPECT_EQ(as_json("\xED\xA0\x80"), "\"\uFFFD\uFFFD\uFFFD\"");
}

TEST(Quote, AnyBytesGiveAStringThatAnotherReaderReads) {
  std::mt19937 random(7);
  for (int round = 0; round < 2000; ++round) {
    std::string bytes;
    for (std::size_t i = random() % 40; i > 0; --i) bytes += static_cast<char>(random());
    std::string expected;
    for (std::size_t at = 0; at < bytes.size();) {
      const CodePoint point = code_point_at(bytes, at);
      append_utf8(expected, point.value);
      at += point.length;
    }
    simdjson::dom::parser parser;
    std::string_view read;
    ASSERT_EQ(parser.parse("[" + as_json(bytes) + "]").at(0).get(read), simdjson::SUCCESS);
    EXPECT_EQ(read, expected);
  }
}

}  // namespace
}  // namespace weir::json
