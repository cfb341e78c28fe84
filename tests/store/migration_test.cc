// A store of an older weir is brought to this version in a copy, and is the old one or the new one at every moment.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <fstream>
#include <thread>

#include "store/schema.h"
#include "store/store_fixture.h"
#include "store/version_1.h"

namespace weir::store {
namespace {

using ::testing::HasSubstr;

class Migration : public ::testing::Test {
 protected:
  std::filesystem::path path() const { return directory_ / "store.sqlite"; }

  void write_version_1(int more_entries = 0) const {
    std::filesystem::remove(path());
    const Database old(path(), Database::Mode::create);
    old.log_ahead();
    Transaction transaction(old, "write");
    old.execute(test::kVersion1Tables, "write");
    old.execute(test::kVersion1Rows, "write");
    Statement insert = old.prepare(
        "INSERT INTO entries (entry, batch, path, location, size, mtime_ns) VALUES (?, 2, 'p', 'l', 1, 1)", "write");
    for (int i = 0; i < more_entries; ++i) insert.run(i + 2);
    transaction.commit();
  }

  int version() const {
    const Database database(path(), Database::Mode::read);
    Statement read = database.prepare("PRAGMA user_version", "look");
    read.start();
    read.next();
    return static_cast<int>(read.number(0));
  }

  weir::test::TemporaryDirectory directory_;
};

TEST_F(Migration, KeepsAllThatTheOldStoreSaid) {
  write_version_1();
  const Store store(path());
  EXPECT_EQ(version(), kStoreVersion);
  const RunState state = store.state();
  EXPECT_EQ(state.info.graph, "notes");
  EXPECT_EQ(state.info.options, "limit=2");
  EXPECT_EQ(state.epoch, 7U);
  EXPECT_TRUE(state.listed);
  const Totals totals = sum(store);
  EXPECT_EQ(totals.entries, 2U);
  EXPECT_EQ(totals.done, 1U);
  EXPECT_EQ(totals.dead, 1U);
  EXPECT_TRUE(totals.books_balance());
  EXPECT_EQ(store.dead_letters().at(0).verdict.reason, "html.too_deep");
  EXPECT_EQ(store.published({1, 0}).value().name, "a.jsonl");
  EXPECT_FALSE(store.needs_publication({1, 0}));
  EXPECT_EQ(store.sessions().at(0).outcome, "complete");
  EXPECT_TRUE(store.damage().empty());
}

TEST_F(Migration, RewritesWhatDecidesTheOutput) {
  write_version_1();
  EXPECT_EQ(Store(path()).state().info.fingerprint,
            "files\tstage\tfiles\nfiles\tversion\t1\nfiles\tbuild\tb1\nfiles\twith.root\t\"in\"\n"
            "files\twith.include\t[\"**/*\",\"*.{a,b}\"]\nfiles\twith.max_size\t\"0B\"\n"
            "text\tstage\thtml\ntext\tversion\t3\ntext\tbuild\tb2\ntext\tdata.icu\t72.1\n"
            "text\twith.deep\ttrue\ntext\twith.share\t0.65\ntext\tfrom\tfiles.out\n"
            "records\tstage\tjsonl\nrecords\tversion\t1\nrecords\tbuild\tb3\n"
            "records\twith.path\t\"a \\\"b\\\".jsonl\"\nrecords\tfrom\ttext.out text.failed\n");
}

TEST_F(Migration, HappensOnce) {
  write_version_1();
  { Store store(path()); }
  struct stat before {
  }, after{};
  ASSERT_EQ(::stat(path().c_str(), &before), 0);
  { Store store(path()); }
  ASSERT_EQ(::stat(path().c_str(), &after), 0);
  EXPECT_EQ(before.st_ino, after.st_ino);
}

TEST_F(Migration, BeginsAgainWhereACopyWasNeverFinished) {
  write_version_1();
  std::ofstream(path().string() + ".new") << "half a store";
  EXPECT_EQ(sum(Store(path())).entries, 2U);
  EXPECT_FALSE(std::filesystem::exists(path().string() + ".new"));
}

TEST_F(Migration, WaitsForNobodyWhoReadsTheOldStore) {
  write_version_1();
  const Database reader(path(), Database::Mode::read);
  Statement read = reader.prepare("SELECT entry FROM entries", "look");
  read.start();
  read.next();
  try {
    const Store store(path());
    FAIL() << "took a store from under a reader";
  } catch (const StoreError& error) {
    EXPECT_THAT(error.what(), HasSubstr("another process reads it"));
  }
  EXPECT_EQ(version(), 1);
}

TEST_F(Migration, IsNotForThoseWhoOnlyRead) {
  write_version_1();
  try {
    const ReadStore store(path());
    FAIL();
  } catch (const StoreError& error) {
    EXPECT_EQ(error.kind(), StoreError::Kind::refused);
    EXPECT_THAT(error.what(), HasSubstr("written by an older weir: store version 1: `weir run` brings it to version"));
  }
}

// Whenever it is killed: what was there is there, in the old form or in the new one.
TEST_F(Migration, SurvivesAKillAtAnyMoment) {
  int killed = 0;
  for (int round = 0; round < 30; ++round) {
    write_version_1(5'000);
    const pid_t child = ::fork();
    if (child == 0) {
      { Store store(path()); }
      ::_exit(0);
    }
    std::this_thread::sleep_for(std::chrono::microseconds(700 * round));
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    killed += WIFSIGNALED(status) ? 1 : 0;
    const Store store(path());
    ASSERT_TRUE(store.damage().empty());
    ASSERT_EQ(store.entries(0, 9'999).size(), 5'002U);
    ASSERT_EQ(store.state().info.graph, "notes");
  }
  EXPECT_GT(killed, 5) << "the kills came too late to say anything";
}

}  // namespace
}  // namespace weir::store
