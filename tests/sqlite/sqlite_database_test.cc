// The database of the sink: its ledger, its key, what it refuses, and what it does when others are in the way.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <thread>

#include "sqlite/inserter.h"
#include "sqlite/opened_database.h"

namespace weir::sqlite {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class SqliteFile : public OpenedDatabase {
 protected:
  std::string text_record(const std::string& text) const { return encode(document(text)); }
  std::vector<std::string> texts() const { return rows("SELECT text FROM documents ORDER BY weir_entry, weir_record"); }

  static std::pair<DatabaseError::Kind, std::string> error_of(const std::function<void()>& step) {
    try {
      step();
    } catch (const DatabaseError& error) {
      return {error.kind(), error.what()};
    }
    ADD_FAILURE() << "nothing was refused";
    return {DatabaseError::Kind::failed, ""};
  }
};

TEST_F(SqliteFile, RemembersABatchAsItWasApplied) {
  LedgerRow row;
  {
    const auto database = open();
    row = apply(*database, 5, {{0, {text_record("a"), text_record("b")}}, {3, {text_record("c")}}});
  }
  const auto database = open();
  EXPECT_THAT(database->batches(), ElementsAre(5));
  database->begin();
  EXPECT_EQ(database->find(5), row);
  EXPECT_EQ(database->find(6), std::nullopt);
  database->roll_back();
  EXPECT_THAT(rows("SELECT text, weir_batch, weir_entry, weir_ordinal, weir_record FROM documents ORDER BY 3, 5"),
              ElementsAre("a|5|0|0|0", "b|5|0|0|1", "c|5|3|0|0"));
}

TEST_F(SqliteFile, ErasesTheRowsOfOneBatchOnly) {
  const auto database = open();
  const LedgerRow row = apply(*database, 1, {{0, {text_record("a")}}, {5, {text_record("b")}}});
  // A document between them that left its batch.
  apply(*database, 2, {{3, {text_record("c")}}});
  erase(*database, row);
  EXPECT_THAT(texts(), ElementsAre("c"));
  EXPECT_THAT(database->batches(), ElementsAre(2));
}

TEST_F(SqliteFile, ARolledBackTransactionLeavesNothing) {
  const auto database = open();
  database->begin();
  apply_open(*database, 1, {{0, {encode(document("a", harness::table({{"early", 1}})))}}});
  database->roll_back();
  EXPECT_THAT(rows("SELECT name FROM sqlite_schema"), IsEmpty());
  apply(*database, 1, {{0, {text_record("a")}}});
  database->begin();
  apply_open(*database, 2, {{1, {encode(document("b", harness::table({{"late", 1}})))}}});
  database->roll_back();
  EXPECT_THAT(texts(), ElementsAre("a"));
  EXPECT_THAT(database->batches(), ElementsAre(1));
  // The column went with the transaction, and comes again.
  apply(*database, 2, {{1, {encode(document("b", harness::table({{"late", 1}})))}}});
  EXPECT_THAT(texts(), ElementsAre("a", "b"));
}

TEST_F(SqliteFile, WhatWasNotCommittedIsGoneWithTheProcess) {
  {
    const auto database = open();
    apply(*database, 1, {{0, {text_record("a")}}});
    database->begin();
    apply_open(*database, 2, {{1, {text_record("b")}}});
  }
  EXPECT_THAT(open()->batches(), ElementsAre(1));
  EXPECT_THAT(texts(), ElementsAre("a"));
}

TEST_F(SqliteFile, ADocumentThatLeftItsBatchReplacesTheRowsItHadThere) {
  const auto database = open();
  const LedgerRow whole =
      apply(*database, 1, {{0, {text_record("a")}}, {1, {text_record("old"), text_record("older")}}});
  apply(*database, 9, {{1, {text_record("new")}}});
  EXPECT_THAT(texts(), ElementsAre("a", "new"));
  erase(*database, whole);
  apply(*database, 1, {{0, {text_record("a")}}});
  EXPECT_THAT(texts(), ElementsAre("a", "new"));
}

class Upsert : public SqliteFile {
 protected:
  Upsert() {
    with_.set("columns", List{column("id", "text"), column("text", "text")});
    with_.set("key", List{"id"});
  }
  std::string record(const std::string& id, const std::string& text) const {
    return encode(document(text, harness::table({{"id", id}})));
  }
  std::vector<std::string> by_id() const { return rows("SELECT id, text FROM documents ORDER BY id"); }
};

TEST_F(Upsert, TheLastInSourceOrderStandsWhicheverCameFirst) {
  for (const bool forwards : {true, false}) {
    fs::remove(path());
    const auto database = open();
    const auto first = [&] { apply(*database, 1, {{0, {record("x", "x0"), record("y", "y0"), record("x", "x00")}}}); };
    const auto second = [&] { apply(*database, 2, {{1, {record("x", "x1")}}, {2, {record("z", "z2")}}}); };
    if (forwards) first();
    second();
    if (!forwards) first();
    EXPECT_THAT(by_id(), ElementsAre("x|x1", "y|y0", "z|z2")) << forwards;
  }
}

TEST_F(Upsert, ARowThatIsTakenAwayGivesItsKeyBackToTheOneBeforeIt) {
  const auto database = open();
  const LedgerRow last = apply(*database, 3, {{2, {record("x", "x2")}}});
  const LedgerRow first = apply(*database, 1, {{0, {record("x", "x0"), record("x", "x00")}}});
  apply(*database, 2, {{1, {record("x", "x1")}}});
  EXPECT_THAT(by_id(), ElementsAre("x|x2"));
  erase(*database, last);
  EXPECT_THAT(by_id(), ElementsAre("x|x1"));
  erase(*database, first);
  EXPECT_THAT(by_id(), ElementsAre("x|x1"));
  EXPECT_THAT(rows("SELECT count(*) FROM weir_shadowed_documents"), ElementsAre("0"));
  apply(*database, 3, {{2, {record("x", "x2")}}});
  apply(*database, 1, {{0, {record("x", "x0")}}});
  EXPECT_THAT(by_id(), ElementsAre("x|x2"));
}

TEST_F(Upsert, IsTheSameForManyRowsToAStatement) {
  std::vector<std::vector<std::string>> contents;
  for (const int rows_per_statement : {1, 7, 0}) {
    fs::remove(path());
    with_.set("rows_per_statement", rows_per_statement);
    const auto database = open();
    std::vector<std::string> records;
    for (int i = 0; i < 3000; ++i) records.push_back(record("k" + std::to_string(i * 7 % 1000), std::to_string(i)));
    apply(*database, 1, {{0, records}});
    contents.push_back(by_id());
  }
  EXPECT_EQ(contents[0].size(), 1000u);
  EXPECT_EQ(contents[0], contents[1]);
  EXPECT_EQ(contents[0], contents[2]);
}

TEST_F(SqliteFile, RefusesADatabaseOfOthers) {
  execute("CREATE TABLE precious (x)");
  const auto [kind, sentence] = error_of([&] { open(); });
  EXPECT_EQ(kind, DatabaseError::Kind::refused);
  EXPECT_THAT(sentence, HasSubstr("into_existing"));
  EXPECT_THAT(sentence, HasSubstr("--overwrite"));
}

TEST_F(SqliteFile, WritesBesideTheTablesOfOthersWhereItMay) {
  execute("CREATE TABLE precious (x); INSERT INTO precious VALUES (1)");
  with_.set("into_existing", true);
  const auto database = open();
  apply(*database, 1, {{0, {text_record("a")}}});
  database->finish();
  EXPECT_THAT(texts(), ElementsAre("a"));
  EXPECT_THAT(rows("SELECT x FROM precious"), ElementsAre("1"));
}

TEST_F(SqliteFile, RefusesATableOfOthersUnlessItMayReplaceIt) {
  execute("CREATE TABLE documents (x); INSERT INTO documents VALUES (1); CREATE TABLE precious (x)");
  with_.set("into_existing", true);
  EXPECT_THAT(error_of([&] { open(); }).second, HasSubstr("has not written its table documents"));
  const auto database = open("ffff", true);
  EXPECT_THAT(rows("SELECT x FROM documents"), ElementsAre("1")) << "opening changes nothing";
  apply(*database, 1, {{0, {text_record("a")}}});
  EXPECT_THAT(texts(), ElementsAre("a"));
  EXPECT_THAT(rows("SELECT count(*) FROM precious"), ElementsAre("0"));
}

TEST_F(SqliteFile, AnotherRunIsAnother) {
  apply(*open("aaaa"), 1, {{0, {text_record("a")}}});
  EXPECT_EQ(error_of([&] { open("bbbb"); }).first, DatabaseError::Kind::refused);
  const auto database = open("bbbb", true);
  EXPECT_THAT(database->batches(), IsEmpty());
  apply(*database, 1, {{0, {text_record("b")}}});
  EXPECT_THAT(texts(), ElementsAre("b"));
  EXPECT_THAT(rows("SELECT run FROM weir_ledger"), ElementsAre("bbbb"));
}

TEST_F(SqliteFile, RefusesWhatIsNoDatabaseAndWhatIsALink) {
  std::ofstream(path()) << "this is no database, though it is long enough to be mistaken for one by its size alone";
  EXPECT_EQ(error_of([&] { open(); }).first, DatabaseError::Kind::refused);
  fs::remove(path());
  fs::create_symlink(directory_.path() / "elsewhere.sqlite", path());
  EXPECT_EQ(error_of([&] { open(); }).first, DatabaseError::Kind::refused);
  EXPECT_FALSE(fs::exists(directory_.path() / "elsewhere.sqlite"));
}

TEST_F(SqliteFile, GivesUpOnALockedDatabaseAndGoesOnOnceItIsFree) {
  with_.set("patience", "20ms");
  const auto database = open();
  apply(*database, 1, {{0, {text_record("a")}}});
  {
    const Connection other(path(), Duration(0));
    other.execute("BEGIN IMMEDIATE");
    EXPECT_EQ(error_of([&] { database->begin(); }).first, DatabaseError::Kind::busy);
  }
  apply(*database, 2, {{1, {text_record("b")}}});
  EXPECT_THAT(texts(), ElementsAre("a", "b"));
}

TEST_F(SqliteFile, WaitsForAsLongAsItIsTold) {
  with_.set("patience", "1h");
  const auto database = open();
  apply(*database, 1, {{0, {text_record("a")}}});
  auto other = std::make_unique<Connection>(path(), Duration(0));
  other->execute("BEGIN IMMEDIATE");
  std::thread waiting([&] { apply(*database, 2, {{1, {text_record("b")}}}); });
  other->execute("COMMIT");
  waiting.join();
  EXPECT_THAT(texts(), ElementsAre("a", "b"));
}

TEST_F(SqliteFile, IsOneFileWhenItIsFinished) {
  const auto database = open();
  apply(*database, 1, {{0, {text_record("a")}}});
  EXPECT_FALSE(database->finished());
  database->finish();
  EXPECT_TRUE(database->finished());
  EXPECT_TRUE(open()->finished());
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(directory_.path())) names.push_back(entry.path().filename());
  EXPECT_THAT(names, ElementsAre("out.sqlite"));
}

TEST_F(SqliteFile, IsFinishedOnceMoreWhereACrashCameBeforeItsLogWasGivenUp) {
  open()->finish();
  EXPECT_THAT(rows("PRAGMA journal_mode = WAL"), ElementsAre("wal"));
  const auto database = open();
  EXPECT_FALSE(database->finished());
  database->finish();
  EXPECT_THAT(rows("PRAGMA journal_mode"), ElementsAre("delete"));
}

TEST_F(SqliteFile, HasItsTableAlsoWhereThereIsNoRow) {
  with_.set("columns", List{column("id", "text")});
  open()->finish();
  EXPECT_THAT(rows("SELECT count(*) FROM documents"), ElementsAre("0"));
}

TEST_F(SqliteFile, IsNotTouchedByLookingAtIt) {
  open()->finish();
  const auto before = harness::read_file(path());
  const auto time = fs::last_write_time(path());
  {
    const auto database = open();
    EXPECT_TRUE(database->finished());
    EXPECT_THAT(database->batches(), IsEmpty());
  }
  EXPECT_EQ(harness::read_file(path()), before);
  EXPECT_EQ(fs::last_write_time(path()), time);
}

TEST_F(SqliteFile, FindsOutHowManyRowsToInsertAtOnce) {
  const Connection connection(path(), Duration(0));
  connection.execute("CREATE TABLE t (a, b)");
  Inserter given(connection, "INSERT INTO t (a, b) VALUES", 2, 100'000'000);
  EXPECT_EQ(given.rows_per_statement(), static_cast<std::size_t>(connection.most_parameters()) / 2);
  Inserter adaptive(connection, "INSERT INTO t (a, b) VALUES", 2, 0);
  EXPECT_EQ(adaptive.rows_per_statement(), 1u);
  for (std::int64_t i = 0; i < 50'001; ++i) adaptive.add(std::array<Cell, 2>{Cell(i), Cell(std::string_view("text"))});
  adaptive.flush();
  EXPECT_GE(adaptive.rows_per_statement(), 1u);
  EXPECT_THAT(rows("SELECT count(*), count(DISTINCT a), sum(a) FROM t"), ElementsAre("50001|50001|1250025000"));
}

}  // namespace
}  // namespace weir::sqlite
