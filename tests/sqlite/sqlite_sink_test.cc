// What the graph's author may write, and what is refused before anything runs or costs one document.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sqlite/opened_database.h"

namespace weir::sqlite {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class Parameters : public OpenedDatabase {
 protected:
  std::string refusal() const {
    try {
      params();
    } catch (const std::invalid_argument& error) {
      return error.what();
    }
    return "";
  }
};

TEST_F(Parameters, SayWhichColumnIsWrongAndWhy) {
  with_.set("columns", List{column("id"), column("ID")});
  EXPECT_THAT(refusal(), HasSubstr("column 2: there are two columns `ID`"));
  with_.set("columns", List{column("id", "string")});
  EXPECT_THAT(refusal(), HasSubstr("column 1: `type` must be one of any, integer, real, text"));
  with_.set("columns", List{column("weir_batch")});
  EXPECT_THAT(refusal(), HasSubstr("is a name that weir keeps"));
  with_.set("columns", List{harness::table({{"name", "a"}, {"typ", "text"}})});
  EXPECT_THAT(refusal(), HasSubstr("`typ` is unknown"));
  with_.set("columns", List{harness::table({{"type", "text"}})});
  EXPECT_THAT(refusal(), HasSubstr("`name` is missing"));
}

TEST_F(Parameters, AskForColumnsWhereThereIsAKey) {
  with_.set("key", List{"id"});
  EXPECT_THAT(refusal(), HasSubstr("`key` needs `columns`"));
  with_.set("columns", List{column("name")});
  EXPECT_THAT(refusal(), HasSubstr("`key` names `id`, which is none of `columns`"));
}

TEST_F(Parameters, KeepNamesThatBelongToWeirAndSqlite) {
  for (const char* name : {"", "weir_ledger", "sqlite_schema", "SQLITE_x"}) {
    with_.set("table", name);
    EXPECT_THAT(refusal(), HasSubstr("`table`")) << name;
  }
}

TEST_F(Parameters, ThatChangeNoOutputAreNoPartOfTheFingerprint) {
  SqliteSink::Params params;
  ParamList list;
  params.declare(list);
  for (const char* name : {"rows_per_statement", "into_existing", "patience"}) {
    EXPECT_FALSE(list.find(name)->affects_output()) << name;
  }
}

TEST_F(Parameters, AFieldThatCannotNameAColumnFailsItsDocument) {
  for (const char* name : {"weir_entry", "rowid", "sqlite_x"}) {
    EXPECT_EQ(failure(document("t", harness::table({{name, 1}}))).reason, "bad_name") << name;
  }
  EXPECT_EQ(failure(document("t", harness::table({{"A", 1}, {"a", 2}}))).reason, "bad_name");
}

TEST_F(Parameters, ANullInTheKeyFailsItsDocument) {
  with_.set("columns", List{column("id", "text")});
  with_.set("key", List{"id"});
  EXPECT_EQ(failure(document("t")).reason, "key_missing");
  EXPECT_EQ(failure(document("t", harness::table({{"id", "x"}}))).reason, "");
}

TEST_F(Parameters, NamesAndValuesAreNeverReadAsSql) {
  const std::string evil = "a\"; DROP TABLE weir_ledger; --";
  with_.set("table", evil);
  with_.set("columns",
            List{column("x\" TEXT); DROP TABLE weir_sinks; --", "text", "f"), column("order by 'x", "text")});
  with_.set("key", List{"x\" TEXT); DROP TABLE weir_sinks; --"});
  const auto database = open();
  const LedgerRow row =
      apply(*database, 1, {{0, {encode(document("t", harness::table({{"f", "'); DELETE FROM t; --"}})))}}});
  apply(*database, 2, {{1, {encode(document("t", harness::table({{"f", "'); DELETE FROM t; --"}})))}}});
  erase(*database, row);
  database->finish();
  EXPECT_THAT(rows("SELECT * FROM \"a\"\"; DROP TABLE weir_ledger; --\""),
              ElementsAre("'); DELETE FROM t; --||2|1|0|0"));
  EXPECT_THAT(rows("SELECT count(*) FROM weir_ledger"), ElementsAre("1"));
}

}  // namespace
}  // namespace weir::sqlite
