// File names go to the first document in source order, whoever comes first in time.
#include <gtest/gtest.h>

#include "store/store_fixture.h"

namespace weir::store {
namespace {

class Evictions : public StoreFixture {
 protected:
  // Three batches of two files each: entries 0 to 5.
  Evictions() {
    list_files(store(), 3, 2);
    store().sink_number("sink");
  }

  static FileRecord file(const std::string& name, DocumentKey document) { return {name, 1, document, "", 3, "00"}; }

  static DocumentVerdict name_taken(DocumentKey loser, DocumentKey rival) {
    DocumentVerdict verdict = dead(loser, "name_taken", "sink");
    verdict.rival = rival;
    return verdict;
  }

  CommitResult commit(const BatchCommit& batch, std::vector<Eviction> evictions = {}) {
    CommitRecord record;
    record.batches.push_back(batch);
    record.evictions = std::move(evictions);
    return store().commit(record);
  }
};

TEST_F(Evictions, UndoTheBatchOfTheLoser) {
  commit({2, 2, 2, {}, {{"gate", "short", 4}}, {{{1, 0}, {2, 0}}}, {file("x", {2, 0}), file("y", {3, 0})}});
  commit({3, 2, 2, {}, {}, {{{1, 0}, {4, 0}}}, {}});

  const CommitResult result =
      commit({1, 2, 2, {}, {}, {{{1, 0}, {0, 0}}}, {file("x", {0, 0})}}, {{name_taken({2, 0}, {0, 0}), 2}});
  EXPECT_EQ(result.reopened, std::vector<BatchId>{2});
  const std::vector<Batch> pending = all_pending(store());
  ASSERT_EQ(pending.size(), 1U);
  EXPECT_EQ(pending[0].id, 2U);
  EXPECT_EQ(pending[0].left_out, (std::vector<DocumentKey>{{2, 0}}));
  EXPECT_EQ(store().name_claim("x")->document, (DocumentKey{0, 0}));
  EXPECT_FALSE(store().name_claim("y"));
  EXPECT_TRUE(store().drops().empty());
  EXPECT_TRUE(sum(store()).books_balance());
  EXPECT_EQ(sum(store()).read, 5U);

  std::vector<std::uint64_t> entries;
  store().visit_extents({1, 0}, [&](const Extent& extent) { entries.push_back(extent.first.entry); });
  EXPECT_EQ(entries, (std::vector<std::uint64_t>{0, 4}));

  // The batch comes back without the loser, and the books close.
  commit({2, 1, 1, {}, {}, {}, {file("y", {3, 0})}});
  EXPECT_TRUE(store().all_committed());
  EXPECT_EQ(store().name_claim("y")->document, (DocumentKey{3, 0}));
  const Totals totals = sum(store());
  EXPECT_EQ(totals.read, 6U);
  EXPECT_EQ(totals.done, 5U);
  EXPECT_EQ(totals.dead, 1U);
  EXPECT_TRUE(totals.books_balance());
}

TEST_F(Evictions, NameTheFilesThatNobodyProducesAnyMore) {
  commit({2, 2, 2, {}, {}, {}, {file("x", {2, 0}), file("z", {2, 0}), file("y", {3, 0})}});
  EXPECT_TRUE(
      commit({1, 2, 2, {}, {}, {}, {file("x", {0, 0})}}, {{name_taken({2, 0}, {0, 0}), 2}}).stale_files.empty());
  // y comes back with its batch; z does not, and is to be removed until it is gone.
  EXPECT_EQ(commit({2, 1, 1, {}, {}, {}, {file("y", {3, 0})}}).stale_files, std::vector<std::string>{"z"});
  reopen();
  EXPECT_EQ(store().stale_files(), std::vector<std::string>{"z"});
  CommitRecord removal;
  removal.removed_files = {"z", "y"};
  EXPECT_TRUE(store().commit(removal).stale_files.empty());
  EXPECT_TRUE(store().name_claim("y")) << "a file that is wanted is never forgotten";
}

TEST_F(Evictions, ReviveThoseWhoLostANameToTheLoser) {
  // 4 lost y to 2; then 0 takes x from 2, so y is free again.
  commit({2, 2, 2, {}, {}, {}, {file("x", {2, 0}), file("y", {2, 0})}});
  commit({3, 2, 1, {name_taken({4, 0}, {2, 0})}, {}, {}, {}});
  const CommitResult result = commit({1, 2, 2, {}, {}, {}, {file("x", {0, 0})}}, {{name_taken({2, 0}, {0, 0}), 2}});

  EXPECT_EQ(result.reopened, (std::vector<BatchId>{2, 4}));
  const std::vector<Batch> pending = all_pending(store());
  ASSERT_EQ(pending.size(), 2U);
  EXPECT_EQ(pending[1].id, 4U);
  EXPECT_EQ(pending[1].only, (DocumentKey{4, 0}));
  EXPECT_EQ(pending[1].first_entry, 4U);
  EXPECT_EQ(pending[1].source, "files");
  EXPECT_EQ(pending[1].bytes, 100U);
  EXPECT_TRUE(sum(store()).books_balance());

  commit({4, 1, 1, {}, {}, {}, {file("y", {4, 0})}});
  commit({2, 1, 1, {}, {}, {}, {}});
  const Totals totals = sum(store());
  EXPECT_EQ(totals.entries, 6U);
  EXPECT_EQ(totals.read, 6U);
  EXPECT_EQ(totals.done, 5U);
  EXPECT_EQ(totals.dead, 1U);
  EXPECT_TRUE(totals.books_balance());
  EXPECT_EQ(store().name_claim("y")->document, (DocumentKey{4, 0}));
}

TEST_F(Evictions, ReviveAlsoWhenTheRivalDiesInItsOwnBatch) {
  commit({3, 2, 1, {name_taken({5, 0}, {0, 0})}, {}, {}, {}});
  EXPECT_EQ(commit({1, 2, 1, {dead({0, 0}, "broken")}, {}, {}, {}}).reopened, std::vector<BatchId>{4});
  EXPECT_EQ(all_pending(store())[1].only, (DocumentKey{5, 0}));
}

TEST_F(Evictions, OfABatchOfOneLeaveNothingToRun) {
  commit({3, 2, 1, {name_taken({5, 0}, {2, 0})}, {}, {}, {}});
  commit({2, 2, 1, {dead({2, 0}, "broken")}, {}, {}, {}});  // revives 5 as batch 4
  commit({4, 1, 1, {}, {}, {}, {file("w", {5, 0})}});
  EXPECT_TRUE(commit({1, 2, 2, {}, {}, {}, {file("w", {1, 0})}}, {{name_taken({5, 0}, {1, 0}), 4}}).reopened.empty());
  EXPECT_TRUE(store().all_committed());
  const Totals totals = sum(store());
  EXPECT_EQ(totals.read, 6U);
  EXPECT_EQ(totals.dead, 2U);
  EXPECT_TRUE(totals.books_balance());
}

TEST_F(Evictions, LetABatchOfOneRunOnceMore) {
  // 5 gets a batch of one, loses to 1, and lives again when 1 turns out to have lost to 0.
  commit({3, 2, 1, {name_taken({5, 0}, {2, 0})}, {}, {}, {}});
  commit({2, 2, 1, {dead({2, 0}, "broken")}, {}, {}, {}});
  commit({4, 1, 0, {name_taken({5, 0}, {3, 0})}, {}, {}, {}});
  EXPECT_EQ(pending_ids(store()), std::vector<BatchId>{1});
  EXPECT_EQ(commit({1, 2, 2, {}, {}, {}, {file("x", {0, 0})}}, {{name_taken({3, 0}, {0, 0}), 2}}).reopened,
            (std::vector<BatchId>{2, 4}));
  EXPECT_EQ(pending_ids(store()), (std::vector<BatchId>{2, 4}));
  EXPECT_TRUE(sum(store()).books_balance());
}

}  // namespace
}  // namespace weir::store
