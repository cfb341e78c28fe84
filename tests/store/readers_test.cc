// Readers beside the writer: they see whole commits, and they do not stand in its way for long.
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "store/store_fixture.h"

namespace weir::store {
namespace {

using Readers = StoreFixture;

TEST_F(Readers, SeeWholeCommitsWhileTheyHappen) {
  constexpr std::uint64_t kBatches = 400;
  list_files(store(), kBatches, 2);
  std::atomic<bool> written = false;
  std::thread reader([&] {
    ReadStore other(path());
    std::uint64_t last = 0;
    while (!written) {
      const Totals totals = sum(other);
      EXPECT_TRUE(totals.books_balance());
      EXPECT_EQ(totals.read % 4, 0U) << "a commit was seen in halves";
      EXPECT_GE(totals.read, last);
      last = totals.read;
    }
  });
  for (BatchId id = 1; id < kBatches; id += 2) {
    CommitRecord record;
    record.batches.push_back({id, 2, 2, {}, {}, {}, {}});
    record.batches.push_back({id + 1, 2, 1, {dead({2 * id, 0}, "broken")}, {}, {}, {}});
    store().commit(record);
  }
  written = true;
  reader.join();
}

TEST_F(Readers, WalkBatchesWithoutKeepingTheLogFromBeingCheckpointed) {
  list_files(store(), 2000, 1);
  ReadStore other(path());
  PendingBatches walk = other.pending_batches();
  ASSERT_TRUE(walk.next());
  EXPECT_TRUE(store().checkpoint());
  std::uint64_t count = 1;
  while (walk.next()) ++count;
  EXPECT_EQ(count, 2000U);
}

TEST_F(Readers, InMidReadDelayACheckpointAndNothingElse) {
  list_files(store(), 3000, 1);
  ReadStore other(path());
  bool looked = false;
  CommitRecord extent;
  extent.batches.push_back({1, 1, 1, {}, {}, {{{1, 0}, {0, 0}}}, {}});
  store().commit(extent);
  other.visit_extents({1, 0}, [&](const Extent&) {
    EXPECT_FALSE(store().checkpoint());
    CommitRecord record;
    record.batches.push_back({2, 1, 1, {}, {}, {}, {}});
    EXPECT_EQ(store().commit(record).epoch, 2U);
    looked = true;
  });
  EXPECT_TRUE(looked);
  EXPECT_TRUE(store().checkpoint());
}

TEST_F(Readers, CannotWrite) {
  const Database database(path(), Database::Mode::read);
  EXPECT_THROW(database.execute("DELETE FROM run", "write"), StoreError);
}

TEST_F(Readers, MayBeMadeAfterTheWriterWasKilled) {
  list_files(store(), 1, 1);
  std::filesystem::copy(path(), directory_ / "copy.sqlite");
  std::filesystem::copy(path().string() + "-wal", directory_ / "copy.sqlite-wal");
  EXPECT_TRUE(ReadStore(directory_ / "copy.sqlite").state().listed);
}

}  // namespace
}  // namespace weir::store
