// The sink under the real committer: what the database has and what the store says agree after every crash that can
// come between them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <set>

#include "batch/settle.h"
#include "commit/committer.h"
#include "sqlite/opened_database.h"
#include "store/store.h"

namespace weir::sqlite {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::size_t kFiles = 0, kRows = 1, kDocuments = 2;
constexpr std::uint64_t kBatches = 6;
constexpr std::uint64_t kPerBatch = 4;

class Committing : public ::testing::Test {
 protected:
  Committing() : rows_(stage<SqliteSink>("sqlite", "").writes_database("path")) {
    source_.kind = StageKind::source;
    files_.kind = StageKind::sink;
    files_.output = SinkOutput::files;
    wiring_.nodes.resize(3);
    for (batch::Node& node : wiring_.nodes) node.from = {{kFiles, 0}};
    wiring_.nodes[kFiles] = {};
    wiring_.nodes[kFiles].id = "files";
    wiring_.nodes[kFiles].stage = &source_;
    wiring_.nodes[kFiles].ports = {"out"};
    wiring_.nodes[kRows].id = "rows";
    wiring_.nodes[kRows].stage = &rows_;
    wiring_.nodes[kRows].output_name = "data/out.sqlite";
    wiring_.nodes[kDocuments].id = "documents";
    wiring_.nodes[kDocuments].stage = &files_;
    wiring_.nodes[kDocuments].output_name = "{path}";
    wiring_.connect();
    auto params = std::make_unique<detail::Holder<SqliteSink::Params>>();
    params->params.path = "data/out.sqlite";
    params->params.patience = Duration(10);
    wiring_.nodes[kRows].params = std::move(params);
    begin();
  }

  fs::path run_directory() const { return directory_.path() / "run"; }
  fs::path store_path() const { return run_directory() / "store.sqlite"; }
  fs::path database_path() const { return directory_.path() / "out/data/out.sqlite"; }

  void begin() const {
    fs::create_directories(run_directory());
    store::Store::create(store_path(), {"graph", "fingerprint", "", "0.1.0"});
    store::Store store(store_path());
    store::ListingWriter listing = store.begin_listing();
    for (std::uint64_t batch = 0; batch < kBatches; ++batch) {
      std::vector<ListedEntry> entries(kPerBatch);
      for (std::size_t i = 0; i < kPerBatch; ++i) entries[i].path = "d" + std::to_string(listing.entries() + i);
      listing.add("files", entries);
    }
    listing.finish();
  }

  // One batch as the engine leaves it: document e has e % 3 records, and a file of its own.
  commit::Finished finished(const store::ReadStore& store, const store::Batch& described) {
    std::vector<batch::BatchEntry> entries;
    for (store::Entry& entry : store.entries(described.first_entry, described.last_entry)) {
      const store::DocumentKey key{entry.number, 0};
      const bool skipped = std::count(described.left_out.begin(), described.left_out.end(), key) > 0;
      entries.push_back({entry.number, std::move(entry.listed), skipped});
    }
    commit::Finished done;
    done.batch = std::make_unique<batch::Batch>(described.id, kFiles, std::move(entries), wiring_);
    for (std::uint32_t index = 0; index < done.batch->entries().size(); ++index) fill(*done.batch, index);
    done.settlement = batch::settle(wiring_, *done.batch);
    return done;
  }

  void fill(batch::Batch& batch, std::uint32_t index) {
    const batch::BatchEntry& entry = batch.entries()[index];
    const std::uint32_t position = batch.add_source_document(index, 0, false, "files");
    if (entry.left_out) return;
    const std::uint64_t number = entry.ordinal;
    if (dead_.contains(number)) {
      return batch.result(kFiles).fail(position, FailureClass::transient, "broken", "it broke");
    }
    SqliteSink sink(SqliteSink::Params{});
    RecordWriter writer;
    for (std::uint64_t i = 0; i < number % 3; ++i) {
      Document document = sqlite::document(word_ + std::to_string(number));
      document.metadata().set("i", i);
      sink.encode(document, writer);
    }
    batch::Encoding& encoding = batch.result(kRows).encoding;
    const std::uint64_t begin = encoding.bytes.size();
    encoding.bytes += EngineAccess::volume_bytes(writer);
    if (number % 3 > 0) encoding.pieces.push_back({position, begin, encoding.bytes.size(), number % 3});
    const auto named = names_.find(number);
    const auto names = named == names_.end() ? std::vector{std::to_string(number)} : named->second;
    for (const std::string& name : names) batch.result(kDocuments).encoding.files.push_back({position, name, "x"});
    batch.result(kDocuments).encoding.pieces.push_back({position, 0, 0, names.size()});
  }

  // Commits up to so many batches of those that are pending, the last ones first where that is wanted; publishes when
  // all is committed.
  void commit(std::size_t most = 1000, bool backwards = false) {
    store::Store store(store_path());
    commit::Settings settings;
    settings.run_directory = run_directory();
    settings.output_directory = directory_.path() / "out";
    settings.most_batches = group_;
    commit::Committer committer(store, wiring_, settings, {[](const auto&, const auto&) {}, [] {}});
    committer.recover();
    committer.start();
    std::size_t committed = 0;
    do {
      const store::ReadStore reader(store_path());
      std::vector<store::Batch> pending;
      store::PendingBatches batches = reader.pending_batches();
      while (auto batch = batches.next()) pending.push_back(std::move(*batch));
      if (backwards) std::reverse(pending.begin(), pending.end());
      for (const store::Batch& batch : pending) {
        if (committed++ < most) committer.submit(finished(reader, batch));
      }
    } while (!committer.drained_all() && committed < most);
    committer.finish();
    if (store.all_committed()) committer.publish();
    published_ = store.all_committed() && committer.all_published();
  }

  // A store that was set back, under a database that was not: what a crash between the two leaves.
  void keep_store() const {
    fs::copy_file(store_path(), directory_.path() / "kept", fs::copy_options::overwrite_existing);
  }
  void set_store_back() const {
    fs::remove(store_path().string() + "-wal");
    fs::remove(store_path().string() + "-shm");
    fs::copy_file(directory_.path() / "kept", store_path(), fs::copy_options::overwrite_existing);
  }

  std::vector<std::string> query(const std::string& sql) const {
    const Connection connection(database_path().string(), Duration(0));
    Statement query = connection.prepare(sql);
    std::vector<std::string> values;
    while (query.next()) values.push_back(query.text(0));
    return values;
  }
  std::vector<std::string> texts() const {
    return query("SELECT text FROM documents ORDER BY weir_entry, weir_record");
  }
  // The entries of batches of one.
  std::vector<std::string> ledger_beyond_the_cut() const {
    return query("SELECT first_entry FROM weir_ledger WHERE batch > " + std::to_string(kBatches));
  }
  void execute(const std::string& sql) const { Connection(database_path().string(), Duration(0)).execute(sql); }

  std::vector<std::string> expected(const std::set<std::uint64_t>& without = {}) const {
    std::vector<std::string> texts;
    for (std::uint64_t number = 0; number < kBatches * kPerBatch; ++number) {
      if (without.contains(number)) continue;
      for (std::uint64_t i = 0; i < number % 3; ++i) texts.push_back(word_ + std::to_string(number));
    }
    return texts;
  }

  commit::CommitError refusal() {
    try {
      commit();
    } catch (const commit::CommitError& error) {
      return error;
    }
    ADD_FAILURE() << "nothing was refused";
    return {commit::CommitError::Kind::input_output, ""};
  }

  harness::TemporaryDirectory directory_;
  StageInfo source_, rows_, files_;
  batch::Wiring wiring_;
  std::set<std::uint64_t> dead_;
  std::map<std::uint64_t, std::vector<std::string>> names_;
  std::size_t group_ = 2;
  std::string word_ = "document ";
  bool published_ = false;
};

TEST_F(Committing, EveryRecordIsARowWhateverTheOrderOfBatches) {
  commit(1000, true);
  EXPECT_EQ(texts(), expected());
  EXPECT_TRUE(published_);
}

TEST_F(Committing, ABatchThatTheLedgerHasIsNotAppliedAgain) {
  commit(2);
  keep_store();
  commit(2);
  set_store_back();
  // Had it been applied again, this would be gone.
  execute("UPDATE documents SET text = 'touched' WHERE weir_entry = 11 AND weir_record = 0");
  commit();
  std::vector<std::string> touched = expected();
  touched[static_cast<std::size_t>(std::find(touched.begin(), touched.end(), "document 11") - touched.begin())] =
      "touched";
  EXPECT_EQ(texts(), touched);
}

TEST_F(Committing, TheDataAndTheLedgerAreOneTransaction) {
  commit(2);
  const Connection other(database_path().string(), Duration(0));
  other.execute("CREATE TRIGGER full BEFORE INSERT ON weir_ledger BEGIN SELECT RAISE(ABORT, 'no more'); END");
  EXPECT_THAT(refusal().what(), HasSubstr("no more"));
  other.execute("DROP TRIGGER full");
  EXPECT_EQ(texts().size(), 7u) << "rows of batches that the ledger does not have";
  commit();
  EXPECT_EQ(texts(), expected());
}

TEST_F(Committing, ADocumentThatIsLeftOutOfTheSecondTryLeavesNoRow) {
  keep_store();
  commit(2);
  set_store_back();
  dead_ = {5};
  commit();
  EXPECT_EQ(texts(), expected({5}));
}

TEST_F(Committing, ADocumentThatComesBackHasItsRowsAgain) {
  keep_store();
  dead_ = {5, 7};
  commit(2);
  set_store_back();
  dead_ = {};
  commit();
  EXPECT_EQ(texts(), expected());
}

TEST_F(Committing, RecordsThatHaveChangedAreReplaced) {
  keep_store();
  commit(3);
  set_store_back();
  word_ = "text ";
  commit();
  EXPECT_EQ(texts(), expected());
}

TEST_F(Committing, ADocumentThatLosesItsNameLaterLosesItsRows) {
  names_ = {{2, {"shared"}}, {17, {"shared"}}};
  commit(1000, true);
  EXPECT_EQ(texts(), expected({17}));
}

TEST_F(Committing, ABatchOfOneThatLosesItsNameLosesItsRows) {
  group_ = 1;  // who loses a name to whom depends on what is committed together
  names_ = {{2, {"a"}}, {5, {"b"}}, {10, {"a", "b"}}, {17, {"a"}}};
  // 17 has `a` until 10 comes; 10 loses `b` to 5, so that 17 runs alone ...
  commit(5, true);
  EXPECT_THAT(ledger_beyond_the_cut(), IsEmpty());
  commit(1, true);
  EXPECT_THAT(ledger_beyond_the_cut(), ElementsAre("17"));
  // ... and loses `a` again, to 2.
  commit();
  EXPECT_THAT(ledger_beyond_the_cut(), IsEmpty());
  EXPECT_EQ(texts(), expected({10, 17}));
}

TEST_F(Committing, WhatBelongsToNoBatchIsTakenAway) {
  names_ = {{10, {"a"}}, {17, {"a"}}};
  commit(3);
  execute(
      "INSERT INTO weir_ledger SELECT run, node, 99, 20, 20, fingerprint, '', checksum, 1 FROM weir_ledger LIMIT 1");
  execute(
      "INSERT INTO documents (text, weir_batch, weir_entry, weir_ordinal, weir_record) VALUES ('stray', 99, 20, 0, 0)");
  commit();
  EXPECT_EQ(texts(), expected({17}));
}

TEST_F(Committing, ADatabaseThatLacksACommittedBatchIsRefused) {
  commit(3);
  execute("DELETE FROM weir_ledger WHERE batch = 2");
  const commit::CommitError error = refusal();
  EXPECT_EQ(error.kind(), commit::CommitError::Kind::input_output);
  EXPECT_THAT(error.what(), HasSubstr("data/out.sqlite: it lacks batch 2, which was committed"));
}

TEST_F(Committing, ADatabaseThatIsGoneIsRefused) {
  commit(3);
  for (const char* suffix : {"", "-wal", "-shm"}) fs::remove(database_path().string() + suffix);
  EXPECT_EQ(refusal().kind(), commit::CommitError::Kind::input_output);
}

TEST_F(Committing, ALockedDatabaseStopsTheRunResumably) {
  commit(2);
  {
    const Connection other(database_path().string(), Duration(0));
    other.execute("BEGIN IMMEDIATE");
    EXPECT_EQ(refusal().kind(), commit::CommitError::Kind::busy);
  }
  commit();
  EXPECT_EQ(texts(), expected());
}

TEST_F(Committing, ACrashBeforeTheEndIsFinishedByTheNextStart) {
  commit();
  execute("UPDATE weir_sinks SET finished = 0");
  published_ = false;
  commit();
  EXPECT_TRUE(published_);
}

}  // namespace
}  // namespace weir::sqlite
