#include "csv/csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <limits>
#include <string>
#include <vector>

#include "sdk_harness.h"

namespace weir::csv {
namespace {

using ::testing::HasSubstr;

Csv::Params params(Table with) {
  with.set("path", "out.csv");
  return harness::bind<Csv::Params>(with);
}

Document document(std::string text, const Table& fields = {}) {
  Document document = harness::blocks({{std::move(text)}});
  for (const auto& [key, value] : fields) document.metadata().set(key, value);
  return document;
}

std::string row(const Table& with, const Document& document) {
  Csv sink(params(with));
  const harness::Written written = harness::encode(sink, document);
  EXPECT_EQ(written.records, 1u);
  return written.volume;
}

TEST(Csv, WritesFieldsInOrderAndNothingWhereThereIsNone) {
  const Table with = harness::table({{"fields", List{"id", "year", "score", "flag", "missing", "list", "text"}}});
  EXPECT_EQ(
      row(with, document("The text.",
                         harness::table(
                             {{"id", "a1"}, {"year", 2021}, {"score", 0.5}, {"flag", true}, {"list", List{1, "x"}}}))),
      "a1,2021,0.5,true,,\"[1,\"\"x\"\"]\",The text.\r\n");
}

TEST(Csv, QuotesWhatWouldBeReadOtherwise) {
  const Table with = harness::table({{"fields", List{"v"}}});
  const auto written = [&](const std::string& value) {
    return row(with, document("", harness::table({{"v", value}})));
  };
  EXPECT_EQ(written("plain"), "plain\r\n");
  EXPECT_EQ(written("a,b"), "\"a,b\"\r\n");
  EXPECT_EQ(written("say \"hi\""), "\"say \"\"hi\"\"\"\r\n");
  EXPECT_EQ(written("two\nlines"), "\"two\nlines\"\r\n");
  EXPECT_EQ(written("cr\ronly"), "\"cr\ronly\"\r\n");
  EXPECT_EQ(written(" padded "), "\" padded \"\r\n");
  EXPECT_EQ(written(""), "\"\"\r\n");
  EXPECT_EQ(written("a;b"), "a;b\r\n");
}

TEST(Csv, AnEmptyStringAndNullAreNotTheSame) {
  const Table with = harness::table({{"fields", List{"a", "b"}}});
  EXPECT_EQ(row(with, document("", harness::table({{"a", ""}, {"b", nullptr}}))), "\"\",\r\n");
}

TEST(Csv, ARowIsNeverAnEmptyLine) { EXPECT_EQ(row(harness::table({{"fields", List{"a"}}}), document("")), "\"\"\r\n"); }

TEST(Csv, NumbersThatAreNoneAreEmpty) {
  const Table with = harness::table({{"fields", List{"a", "b"}}});
  EXPECT_EQ(row(with, document("", harness::table({{"a", std::numeric_limits<double>::infinity()}, {"b", 1e300}}))),
            ",1e300\r\n");
}

TEST(Csv, BeginsWithTheNamesOfItsColumns) {
  EXPECT_EQ(Csv::header(params(harness::table({{"fields", List{"id", "a,b", "text"}}}))), "id,\"a,b\",text\r\n");
  EXPECT_EQ(Csv::header(params(harness::table({{"fields", List{"id"}}, {"header", false}}))), "");
  EXPECT_EQ(Csv::header(params(harness::table({{"fields", List{"id", "x"}}, {"separator", ";"}}))), "id;x\r\n");
}

TEST(Csv, PutsAnApostropheBeforeFormulasWhereThatIsAskedFor) {
  const Table with = harness::table({{"fields", List{"v"}}, {"harmless", true}});
  for (const char* formula : {"=1+1", "+1", "-1", "@SUM(A1)"}) {
    EXPECT_EQ(row(with, document("", harness::table({{"v", formula}}))), "'" + std::string(formula) + "\r\n");
  }
  EXPECT_EQ(row(with, document("", harness::table({{"v", "\tx"}}))), "'\tx\r\n");
  // A number is what it is; the text is changed only where it is asked for.
  EXPECT_EQ(row(with, document("", harness::table({{"v", -1}}))), "-1\r\n");
  EXPECT_EQ(row(harness::table({{"fields", List{"v"}}}), document("", harness::table({{"v", "=1+1"}}))), "=1+1\r\n");
}

TEST(Csv, FieldsMustBeGivenOnce) {
  EXPECT_THROW(params(harness::table({{"fields", List{}}})), std::invalid_argument);
  EXPECT_THROW(params(harness::table({{"fields", List{"a", "a"}}})), std::invalid_argument);
  EXPECT_THROW(params(harness::table({{"fields", List{"a"}}, {"separator", "::"}})), std::invalid_argument);
}

// What Python's csv module reads is what the documents held.
TEST(Csv, PythonReadsBackWhatWasWritten) {
  const std::vector<std::string> values{
      "",   "plain", "a,b",      "\"", "\"\"",         "x\"y\"z",   "line\nbreak", "crlf\r\nbreak",
      "\r", " pad ", "=formula", "'",  "ü€\U0001F600", "tab\there", ",",           ";|"};
  for (const char* separator : {",", ";", "\t", "|"}) {
    const Table with = harness::table({{"fields", List{"first", "second", "text"}}, {"separator", separator}});
    std::string file = Csv::header(params(with));
    std::string expected = "first\037second\037text\036";
    for (std::size_t i = 0; i < values.size(); ++i) {
      const std::string& second = values[(i + 3) % values.size()];
      const std::string& text = values[(i + 7) % values.size()];
      file += row(with, document(text, harness::table({{"first", values[i]}, {"second", second}})));
      expected += values[i] + "\037" + second + "\037" + text + "\036";
    }
    const harness::TemporaryDirectory directory;
    directory.write("out.csv", file);
    directory.write("read.py",
                    "import csv, sys\n"
                    "with open('out.csv', newline='', encoding='utf-8') as f, open('read', 'w', newline='', "
                    "encoding='utf-8') as out:\n"
                    "    for row in csv.reader(f, delimiter=sys.argv[1], strict=True):\n"
                    "        out.write('\\x1f'.join(row) + '\\x1e')\n");
    const std::string command =
        "cd '" + directory.path().string() + "' && python3 read.py '" + std::string(separator) + "'";
    ASSERT_EQ(std::system(command.c_str()), 0);
    EXPECT_EQ(harness::read_file(directory.path() / "read"), expected) << separator;
  }
}

TEST(Csv, BytesThatAreNotUtf8BecomeTheReplacementCharacter) {
  using namespace std::string_literals;
  EXPECT_THAT(row(harness::table({{"fields", List{"v"}}}), document("", harness::table({{"v", "a\xFF\0b"s}}))),
              HasSubstr("a\uFFFD\uFFFDb"));
}

}  // namespace
}  // namespace weir::csv
