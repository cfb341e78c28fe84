// Columns: declared ones keep their types, inferred ones get them from what is there, whatever came first.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "sqlite/opened_database.h"

namespace weir::sqlite {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class Columns : public OpenedDatabase {
 protected:
  std::vector<std::string> declared_types() const {
    return rows("SELECT name, type FROM pragma_table_info('documents') WHERE name NOT LIKE 'weir%' ORDER BY cid");
  }
  void declare(List columns) { with_.set("columns", std::move(columns)); }
};

TEST_F(Columns, DeclaredOnesHaveTheirTypesInAStrictTable) {
  declare({column("id", "text"), column("year", "integer", "fiscal_year"), column("score", "real"), column("extra"),
           column("body", "text", "text")});
  const auto database = open();
  apply(*database, 1,
        {{7,
          {encode(document(
              "words",
              harness::table({{"id", "a"}, {"fiscal_year", 2021}, {"score", 1}, {"extra", List{1, "two"}}})))}}});
  EXPECT_THAT(declared_types(), ElementsAre("id|TEXT", "year|INTEGER", "score|REAL", "extra|ANY", "body|TEXT"));
  EXPECT_THAT(rows("SELECT id, year, typeof(score), extra, body FROM documents"),
              ElementsAre("a|2021|real|[1,\"two\"]|words"));
  EXPECT_THAT(rows("SELECT strict FROM pragma_table_list('documents')"), ElementsAre("1"));
}

TEST_F(Columns, NumbersAndStringsBecomeOneAnotherWhereNothingIsLost) {
  declare({column("a", "integer"), column("b", "integer"), column("c", "integer"), column("d", "real"),
           column("e", "text"), column("f", "text")});
  const auto database = open();
  apply(
      *database, 1,
      {{0,
        {encode(document(
            "", harness::table(
                    {{"a", "42"}, {"b", true}, {"c", 3.0}, {"d", "2.5"}, {"e", 17}, {"f", List{true, nullptr}}})))}}});
  EXPECT_THAT(rows("SELECT a, b, c, d, e, f FROM documents"), ElementsAre("42|1|3|2.5|17|[true,null]"));
}

TEST_F(Columns, AValueThatDoesNotFitFailsItsDocumentAlone) {
  declare({column("year", "integer"), column("score", "real")});
  for (const Value& value : {Value("twenty"), Value("12 "), Value(1.5), Value(1e300), Value(List{1})}) {
    const Failure wrong = failure(document("", harness::table({{"year", value}})));
    EXPECT_EQ(wrong.reason, "wrong_type");
    EXPECT_THAT(wrong.message, HasSubstr("column `year` takes integers"));
  }
  EXPECT_EQ(failure(document("", harness::table({{"score", "much"}}))).reason, "wrong_type");
}

TEST_F(Columns, InferredOnesHaveTheTypesOfTheirValues) {
  const auto database = open();
  apply(*database, 1, {{0, {encode(document("t0", harness::table({{"n", 1}, {"r", 1}, {"s", "x"}, {"mixed", 1}})))}}});
  apply(*database, 2,
        {{1,
          {encode(document("t1", harness::table({{"n", 2},
                                                 {"r", 0.5},
                                                 {"mixed", "one"},
                                                 {"b", false},
                                                 {"none", nullptr},
                                                 {"nested", harness::table({{"a", 1}})}})))}}});
  database->finish();
  EXPECT_THAT(declared_types(), ElementsAre("b|INTEGER", "mixed|ANY", "n|INTEGER", "r|REAL", "s|TEXT", "text|TEXT"));
  EXPECT_THAT(rows("SELECT b, mixed, n, r, s, text FROM documents ORDER BY weir_entry"),
              ElementsAre("|1|1|1.0|x|t0", "0|one|2|0.5||t1"));
}

TEST_F(Columns, InferredOnesDoNotShowInWhichOrderBatchesCame) {
  const std::vector<Table> fields{harness::table({{"zebra", 1}, {"apple", "x"}}), harness::table({{"Middle", 2.5}}),
                                  harness::table({{"apple", 3}, {"new", true}})};
  std::vector<std::vector<std::string>> schemas, contents;
  for (const auto& order : {std::vector{0, 1, 2}, std::vector{2, 1, 0}, std::vector{1, 2, 0}}) {
    std::filesystem::remove(path());
    const auto database = open();
    for (const int i : order) {
      apply(*database, static_cast<std::uint64_t>(i) + 1,
            {{static_cast<std::uint64_t>(i), {encode(document("t", fields[static_cast<std::size_t>(i)]))}}});
    }
    database->finish();
    schemas.push_back(rows("SELECT sql FROM sqlite_schema WHERE name = 'documents'"));
    contents.push_back(rows("SELECT * FROM documents"));
  }
  EXPECT_EQ(schemas[0], schemas[1]);
  EXPECT_EQ(schemas[0], schemas[2]);
  EXPECT_EQ(contents[0], contents[1]);
  EXPECT_EQ(contents[0], contents[2]);
}

TEST_F(Columns, InferredTypesWidenWhenMoreIsAppliedToAFinishedDatabase) {
  const auto database = open();
  apply(*database, 1, {{0, {encode(document("t0", harness::table({{"n", 1}})))}}});
  database->finish();
  apply(*database, 2, {{1, {encode(document("t1", harness::table({{"n", "many"}, {"more", 1}})))}}});
  EXPECT_FALSE(database->finished());
  database->finish();
  EXPECT_THAT(declared_types(), ElementsAre("more|INTEGER", "n|ANY", "text|TEXT"));
  EXPECT_THAT(rows("SELECT more, n, typeof(n), text FROM documents ORDER BY weir_entry"),
              ElementsAre("|1|integer|t0", "1|many|text|t1"));
}

TEST_F(Columns, ThatOnlyAnErasedBatchHadAreGone) {
  const auto database = open();
  const LedgerRow row = apply(*database, 1, {{0, {encode(document("t", harness::table({{"odd", 1}})))}}});
  apply(*database, 2, {{1, {encode(document("t", harness::table({{"even", 2}})))}}});
  erase(*database, row);
  database->finish();
  EXPECT_THAT(declared_types(), ElementsAre("even|INTEGER", "text|TEXT"));
}

TEST_F(Columns, TextIsUtf8WhateverTheDocumentHolds) {
  declare({column("s", "text"), column("body", "text", "text")});
  const auto database = open();
  using namespace std::string_literals;
  apply(*database, 1, {{0, {encode(document("nul\0end"s, harness::table({{"s", "bro\xFFken"}})))}}});
  EXPECT_THAT(rows("SELECT s, hex(body), length(CAST(body AS BLOB)) FROM documents"),
              ElementsAre("bro\xEF\xBF\xBDken|6E756C00656E64|7"));
}

TEST_F(Columns, NumbersAreKeptExactly) {
  declare({column("n", "integer"), column("r", "real")});
  const auto database = open();
  constexpr auto kSmallest = std::numeric_limits<std::int64_t>::min();
  apply(*database, 1,
        {{0, {encode(document("", harness::table({{"n", kSmallest}, {"r", 0.1}})))}},
         {1, {encode(document("", harness::table({{"r", std::numeric_limits<double>::quiet_NaN()}})))}}});
  EXPECT_THAT(rows("SELECT n, r = 0.1, typeof(r) FROM documents ORDER BY weir_entry"),
              ElementsAre("-9223372036854775808|1|real", "||null"));
}

}  // namespace
}  // namespace weir::sqlite
