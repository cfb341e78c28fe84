// `weir verify` on runs of the real binary: outputs, databases, books, and sources.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "cli/process.h"
#include "cli/sqlite_query.h"

namespace weir::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

// The notes as lines, and as rows.
const std::string kGraph = std::string(kNotesGraph) + R"([nodes.rows]
stage = "sqlite"
from = "text"
[nodes.rows.with]
path = "data/rows.sqlite"
table = "all \"notes\""
key = ["text"]
columns = [{ name = "text", type = "text" }]
)";

class Verify : public ::testing::Test {
 protected:
  void SetUp() override {
    workspace_.write("notes.toml", kGraph);
    for (int i = 0; i < 5; ++i) {
      // The third and the fifth are the same.
      workspace_.write("notes/n" + std::to_string(i) + ".txt", "Note number " + std::to_string(i < 4 ? i : 2) + ".\n");
    }
    workspace_.write("notes/bad.txt", "\xff\xfe\xfd not UTF-8");
    ASSERT_EQ(weir({"run", "notes.toml"}, workspace_.path()).code, 1);
  }

  Ended verify(const std::vector<std::string>& more = {}) const {
    std::vector<std::string> arguments{"verify", "runs/notes"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return weir(arguments, workspace_.path());
  }
  void change_database(const std::string& sql) const { query(workspace_ / "runs/notes/out/data/rows.sqlite", sql); }
  void change_store(const std::string& sql) const { query(workspace_ / "runs/notes/store.sqlite", sql); }

  // The log and its index are SQLite's own: they come and go with whoever has the store open.
  std::vector<std::pair<std::string, std::string>> files() const {
    auto files = tree(workspace_.path());
    std::erase_if(files, [](const auto& file) { return file.first.ends_with("-wal") || file.first.ends_with("-shm"); });
    return files;
  }

  // Says this, names a fault, and ends with 74.
  static void expect_fault(const Ended& ended, const std::string& what) {
    EXPECT_EQ(ended.code, 74) << ended.out;
    EXPECT_THAT(ended.out, AllOf(HasSubstr("fault"), HasSubstr(what)));
  }

  Workspace workspace_;
};

TEST_F(Verify, FindsNothingWrongWithWhatWasJustWritten) {
  const auto before = files();
  const Ended ended = verify();
  EXPECT_EQ(ended.code, 0) << ended.out;
  EXPECT_THAT(ended.out, AllOf(HasSubstr("1 databases, 5 rows"), HasSubstr("6 looked at, as they were read")));
  EXPECT_TRUE(files() == before);
}

TEST_F(Verify, ReadsADatabaseWhoseJournalACrashLeft) {
  const std::string journal = (workspace_ / "runs/notes/out/data/rows.sqlite-journal").string();
  {
    const OtherConnection other(workspace_ / "runs/notes/out/data/rows.sqlite");
    other.query("PRAGMA synchronous = OFF; BEGIN IMMEDIATE; PRAGMA user_version = 7");
    fs::copy(journal, workspace_ / "kept");
  }
  fs::copy(workspace_ / "kept", journal);
  const Ended ended = verify();
  EXPECT_EQ(ended.code, 0) << ended.out;
  EXPECT_THAT(ended.out, HasSubstr("1 databases, 5 rows"));
  EXPECT_TRUE(fs::exists(journal));
}

TEST_F(Verify, FindsRowsThatWereTakenOutOfADatabase) {
  change_database(
      "DELETE FROM \"all \"\"notes\"\"\" WHERE weir_entry = (SELECT min(weir_entry) FROM \"all "
      "\"\"notes\"\"\")");
  expect_fault(verify(), "has 4 rows of batch 1, and its ledger 5");
}

TEST_F(Verify, FindsABatchThatTheLedgerLacks) {
  change_database("DELETE FROM weir_ledger");
  expect_fault(verify(), "lacks batch 1, which was committed");
  expect_fault(verify(), "has rows of batch 1, which its ledger lacks");
}

TEST_F(Verify, FindsADatabaseThatIsGoneOrKnowsNothingOfTheRun) {
  change_database("DELETE FROM weir_sinks");
  expect_fault(verify(), "rows.sqlite: knows nothing of this run");
  fs::remove(workspace_ / "runs/notes/out/data/rows.sqlite");
  expect_fault(verify(), "rows.sqlite: is missing");
  workspace_.write("runs/notes/out/data/rows.sqlite", "this is no database, but long enough to look at");
  expect_fault(verify(), "rows.sqlite: cannot be checked");
}

TEST_F(Verify, FindsADocumentThatIsDoneAndHasNoRecord) {
  change_store("DELETE FROM documents");
  change_store("UPDATE batches SET done = read + 5, read = read + 5");
  expect_fault(verify(), "batch 1 has 10 records of 11 documents that are done");
}

TEST_F(Verify, FindsADocumentThatIsNotDoneAndHasRecords) {
  change_store(
      "INSERT INTO documents (entry, ordinal, batch, verdict, node, reason, attempts, environment) SELECT first_entry, "
      "first_ordinal, batch, 'filtered', 'text', 'boring', 1, 0 FROM extents");
  change_store("UPDATE batches SET done = done - 1");
  expect_fault(verify(), "a document that is filtered has records in an output: n0.txt");
}

TEST_F(Verify, FindsBatchesWhoseBooksDoNotBalanceAlthoughThoseOfTheirSourceDo) {
  change_store(
      "INSERT INTO batches (batch, source, first_entry, last_entry, bytes, state, read) "
      "SELECT 2, source, 6, 6, 0, 'committed', 1 FROM batches");
  change_store("UPDATE batches SET done = done - 1, read = read WHERE batch = 1");
  change_store("UPDATE batches SET read = 0, done = 1 WHERE batch = 2");
  expect_fault(verify(), "the books of batch 1 do not balance: 6 read, 4 done, 1 filtered or dead");
}

TEST_F(Verify, TellsChangedAndVanishedSourcesFromFaults) {
  workspace_.write("notes/n1.txt", "Another note.\n");
  fs::remove(workspace_ / "notes/n3.txt");
  fs::last_write_time(workspace_ / "notes/n0.txt", fs::file_time_type::clock::now());
  const Ended ended = verify();
  EXPECT_EQ(ended.code, 0) << ended.out;
  EXPECT_THAT(ended.out, AllOf(HasSubstr("6 looked at: 1 changed, 1 gone"), HasSubstr("changed    n1.txt"),
                               HasSubstr("gone       n3.txt"), HasSubstr("all is as the store says")));
  EXPECT_THAT(verify({"--trust-inputs"}).out, Not(HasSubstr("changed")));
  EXPECT_THAT(verify({"--format", "json"}).out,
              AllOf(HasSubstr(R"("sources_changed":["n1.txt"],"sources_gone":["n3.txt"],"faults":[])"),
                    HasSubstr(R"("databases":1,"rows":5)")));
}

TEST_F(Verify, SaysThatItKnowsOfNoDatabasesWhereAPluginIsMissing) {
  change_store("UPDATE run SET fingerprint = replace(fingerprint, 'sqlite', 'sqlight')");
  fs::remove(workspace_ / "runs/notes/out/data/rows.sqlite");
  const Ended ended = verify();
  EXPECT_EQ(ended.code, 0) << ended.out;
  EXPECT_THAT(ended.out, HasSubstr("no databases: the stages here do not make the graph of the run: unknown stage"));
}

TEST(VerifyPhases, FindsNothingWrongWithCheckpointsAndFolds) {
  const Workspace workspace;
  ASSERT_EQ(weir({"run", (graphs() / "unique_notes.toml").string()}, workspace.path()).code, 0);
  const Ended ended = weir({"verify"}, workspace.path());
  EXPECT_EQ(ended.code, 0) << ended.out;
  EXPECT_THAT(ended.out, HasSubstr("3 looked at, as they were read"));
}

}  // namespace
}  // namespace weir::testing
