#include "store/store.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <fstream>

#include "store/schema.h"
#include "store/store_fixture.h"

namespace weir::store {
namespace {

class StoreFile : public StoreFixture {
 protected:
  // Runs SQL on the file as another program would.
  void alter(const std::string& sql) {
    sqlite3* database = nullptr;
    ASSERT_EQ(sqlite3_open(path().c_str(), &database), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(database);
    sqlite3_close(database);
  }

  std::string refusal() {
    try {
      ReadStore reader(path());
    } catch (const StoreError& error) {
      EXPECT_EQ(error.kind(), StoreError::Kind::refused);
      return error.what();
    }
    return "accepted";
  }
};

TEST_F(StoreFile, KeepsWhatTheRunIs) {
  reopen();
  const RunState state = store().state();
  EXPECT_EQ(state.info.graph, "graph");
  EXPECT_EQ(state.info.fingerprint, "fingerprint");
  EXPECT_EQ(state.info.options, "options");
  EXPECT_EQ(state.info.weir, "0.1.0");
  EXPECT_FALSE(state.listed);
  EXPECT_EQ(state.epoch, 0U);
}

TEST_F(StoreFile, IsNeverCreatedOverAnother) {
  EXPECT_THROW(Store::create(path(), {}), StoreError);
  EXPECT_EQ(store().state().info.graph, "graph");
}

TEST_F(StoreFile, IsCreatedInSpiteOfAnUnfinishedOne) {
  close();
  std::filesystem::remove(path());
  std::ofstream(path().string() + ".new") << "what a crash left behind";
  Store::create(path(), {"second", "", "", ""});
  EXPECT_EQ(Store(path()).state().info.graph, "second");
  EXPECT_FALSE(std::filesystem::exists(path().string() + ".new"));
}

TEST_F(StoreFile, OfANewerVersionIsRefusedInOneSentence) {
  close();
  alter("PRAGMA user_version = 7");
  EXPECT_EQ(refusal(), "cannot open the store: " + path().string() +
                           ": written by a newer weir: store version 7, this weir reads version 4");
  EXPECT_THROW(Store{path()}, StoreError);
}

TEST_F(StoreFile, OfAnotherApplicationIsRefused) {
  close();
  alter("PRAGMA application_id = 5");
  EXPECT_EQ(refusal(), "cannot open the store: " + path().string() + ": not a store of weir");
}

TEST_F(StoreFile, ThatIsNoDatabaseIsRefused) {
  close();
  std::ofstream(path(), std::ios::trunc) << std::string(8192, 'x');
  EXPECT_NE(refusal().find("file is not a database"), std::string::npos);
}

TEST_F(StoreFile, WhoseSchemaIsDamagedIsNamedInOneLine) {
  close();
  std::fstream file(path(), std::ios::in | std::ios::out | std::ios::binary);
  const std::string content{std::istreambuf_iterator<char>(file), {}};
  const std::string damaged = "documents * 1000.0";
  ASSERT_NE(content.find(damaged), std::string::npos);
  file.seekp(static_cast<std::streamoff>(content.find(damaged)));
  file.put('"');  // what follows, line breaks and all, is one broken name
  file.close();
  try {
    ReadStore(path()).state();
    FAIL() << "read";
  } catch (const StoreError& error) {
    EXPECT_NE(std::string(error.what()).find(path().string()), std::string::npos) << error.what();
    EXPECT_EQ(std::string(error.what()).find('\n'), std::string::npos) << error.what();
  }
}

TEST_F(StoreFile, ThatIsMissingIsNotMade) {
  const auto missing = directory_ / "missing.sqlite";
  EXPECT_THROW(ReadStore{missing}, StoreError);
  EXPECT_THROW(Store{missing}, StoreError);
  EXPECT_FALSE(std::filesystem::exists(missing));
}

TEST_F(StoreFile, SyncsEveryCommit) {
  // The file remembers its journal; the other two belong to the connection and are set on each opening.
  const Database database(path(), Database::Mode::write);
  database.log_ahead();
  Statement synchronous = database.prepare("PRAGMA synchronous", "ask");
  synchronous.start();
  ASSERT_TRUE(synchronous.next());
  EXPECT_EQ(synchronous.integer(0), 2);
  Statement journal = database.prepare("PRAGMA journal_mode", "ask");
  journal.start();
  ASSERT_TRUE(journal.next());
  EXPECT_EQ(journal.text(0), "wal");
  Statement automatic = database.prepare("PRAGMA wal_autocheckpoint", "ask");
  automatic.start();
  ASSERT_TRUE(automatic.next());
  EXPECT_EQ(automatic.integer(0), 0);
}

TEST_F(StoreFile, NumbersEachSinkOnce) {
  const std::uint64_t records = store().sink_number("records");
  const std::uint64_t files = store().sink_number("files");
  EXPECT_NE(records, files);
  reopen();
  EXPECT_EQ(store().sink_number("records"), records);
  EXPECT_EQ(store().find_sink("files"), files);
  EXPECT_EQ(store().find_sink("nothing"), std::nullopt);
}

TEST_F(StoreFile, ViewsAreValid) {
  list_files(store(), 2, 3);
  CommitRecord record;
  record.batches.push_back({1, 3, 1, {dead({0, 0}, "broken"), filtered({2, 0}, "short")}, {}, {}, {}});
  store().commit(record);
  const Database database(path(), Database::Mode::read);
  Statement documents = database.prepare("SELECT path, verdict FROM v_documents ORDER BY entry", "look");
  std::string seen;
  documents.start();
  while (documents.next()) seen += documents.text(0) + " " + documents.text(1) + "\n";
  EXPECT_EQ(seen, "f0 dead\nf1 done\nf2 filtered\nf3 pending\nf4 pending\nf5 pending\n");
  Statement dead = database.prepare("SELECT path, reason, class FROM v_dead", "look");
  dead.start();
  ASSERT_TRUE(dead.next());
  EXPECT_EQ(dead.text(0) + " " + dead.text(1) + " " + dead.text(2), "f0 broken rejected");
  EXPECT_FALSE(dead.next());
  Statement rates = database.prepare("SELECT count(*) FROM v_rates", "look");
  rates.start();
  EXPECT_TRUE(rates.next());
}

}  // namespace
}  // namespace weir::store
