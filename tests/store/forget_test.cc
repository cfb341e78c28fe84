// What is forgotten is pending again, as if it had never been committed; what is remembered is what was decided.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/store_fixture.h"

namespace weir::store {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class Forget : public StoreFixture {
 protected:
  // Three batches of two files each, entries 0 to 5, all committed: entry 1 is filtered, 4 has lost the name `x` to 0.
  Forget() {
    list_files(store(), 3, 2);
    store().sink_number("sink");
    DocumentVerdict taken = dead({4, 0}, "name_taken", "sink");
    taken.rival = DocumentKey{0, 0};
    commit({1,
            2,
            1,
            {filtered({1, 0}, "short")},
            {{"gate", "short", 1}},
            {{{1, 0}, {0, 0}, {}, 0, 5, 1, 1}},
            {file("x", {0, 0})},
            {{0, "aa"}, {1, "bb"}}});
    commit({2, 2, 2, {}, {}, {{{1, 0}, {2, 0}, {}, 5, 5, 2, 1}}, {file("y", {2, 0})}, {}});
    commit({3, 2, 1, {taken}, {}, {{{1, 0}, {5, 0}, {}, 10, 5, 1, 1}}, {}, {}});
  }

  static FileRecord file(const std::string& name, DocumentKey document) { return {name, 1, document, "", 3, "00"}; }

  void commit(const BatchCommit& batch) {
    CommitRecord record;
    record.batches.push_back(batch);
    store().commit(record);
  }

  static DecisionRecord decision() { return {Decision::rerun_affected, "", {{"gate", "version", "1", "2", 6}}, 0, 0}; }

  static ChangedEntry changed(std::uint64_t entry) {
    ChangedEntry changed{entry, listed_file("f" + std::to_string(entry), 77)};
    changed.listed.modified_ns = 9;
    return changed;
  }

  std::vector<std::uint64_t> extents() {
    std::vector<std::uint64_t> first;
    store().visit_extents({1, 0}, [&](const Extent& extent) { first.push_back(extent.first.entry); });
    return first;
  }
};

TEST_F(Forget, OfASourceMakesAllOfItPending) {
  store().forget({{"files"}, {}}, decision(), "new");
  EXPECT_THAT(pending_ids(store()), ElementsAre(1, 2, 3));
  EXPECT_THAT(extents(), IsEmpty());
  EXPECT_THAT(store().filtered(), IsEmpty());
  EXPECT_THAT(store().dead(), IsEmpty());
  EXPECT_THAT(store().drops(), IsEmpty());
  EXPECT_EQ(sum(store()).read, 0U);
  EXPECT_EQ(sum(store()).pending_entries, 6U);
  EXPECT_FALSE(store().name_claim("x")) << "the name still belongs to somebody";
  EXPECT_THAT(store().stale_files(), IsEmpty()) << "they may be written again";
  EXPECT_EQ(store().state().info.fingerprint, "new");
}

TEST_F(Forget, OfAnotherSourceChangesNothing) {
  store().forget({{"others"}, {}}, decision(), "new");
  EXPECT_TRUE(store().all_committed());
}

TEST_F(Forget, OfADocumentWithoutRecordsMakesABatchOfOne) {
  store().forget({{}, {changed(1)}}, decision(), "new");
  const std::vector<Batch> pending = all_pending(store());
  ASSERT_EQ(pending.size(), 1U);
  EXPECT_EQ(pending[0].only, (DocumentKey{1, 0}));
  EXPECT_THAT(extents(), ElementsAre(0, 2, 5));
  EXPECT_TRUE(sum(store()).books_balance());
  const Entry entry = store().entries(1, 1).at(0);
  EXPECT_EQ(entry.listed.size, 77U);
  EXPECT_EQ(entry.listed.modified_ns, 9);
  EXPECT_EQ(store().content_hash(1), "") << "the hash of other bytes";
  EXPECT_EQ(store().content_hash(0), "aa");
}

TEST_F(Forget, OfADoneDocumentTakesItsBatchAlong) {
  store().forget({{}, {changed(2)}}, decision(), "new");
  EXPECT_THAT(pending_ids(store()), ElementsAre(2));
  EXPECT_THAT(extents(), ElementsAre(0, 5));
  EXPECT_TRUE(sum(store()).books_balance());
}

TEST_F(Forget, GivesWhoLostANameAnotherTry) {
  store().forget({{}, {changed(0)}}, decision(), "new");
  const std::vector<Batch> pending = all_pending(store());
  ASSERT_EQ(pending.size(), 2U);
  EXPECT_EQ(pending[0].id, 1U);
  EXPECT_EQ(pending[1].only, (DocumentKey{4, 0}));
  EXPECT_TRUE(sum(store()).books_balance());
}

TEST_F(Forget, OfABatchOfOneMakesItPendingAndNotTheBatchThatItLeft) {
  store().forget({{}, {changed(1)}}, decision(), "new");
  const BatchId own = all_pending(store()).at(0).id;
  commit({own, 1, 1, {}, {}, {{{1, 0}, {1, 0}, {}, 15, 5, 1, 1}}, {}, {}});
  store().forget({{}, {changed(1)}}, decision(), "new");
  EXPECT_THAT(pending_ids(store()), ElementsAre(own));
}

TEST_F(Forget, OfTheListingLeavesNothingOfItAndNumbersBatchesOn) {
  ListingWriter listing = store().begin_listing_anew({Decision::rerun_all, "", {}, 0, 0}, "new");
  EXPECT_EQ(listing.add("files", std::vector<ListedEntry>{listed_file("other", 10)}), 4U);
  listing.finish();
  EXPECT_THAT(pending_ids(store()), ElementsAre(4));
  EXPECT_THAT(extents(), IsEmpty());
  EXPECT_EQ(sum(store()).entries, 1U);
  EXPECT_EQ(sum(store()).read, 0U);
  EXPECT_THAT(store().stale_files(), IsEmpty()) << "somebody may write them yet";
  commit({4, 1, 1, {}, {}, {}, {file("y", {0, 0})}, {}});
  EXPECT_THAT(store().stale_files(), ElementsAre("x"));
}

TEST_F(Forget, OfTheListingHappensWholeOrNotAtAll) {
  {
    ListingWriter listing = store().begin_listing_anew({Decision::rerun_all, "", {}, 0, 0}, "new");
    listing.add("files", std::vector<ListedEntry>{listed_file("other", 10)});
  }
  EXPECT_TRUE(store().all_committed());
  EXPECT_EQ(sum(store()).entries, 6U);
  EXPECT_EQ(store().state().info.fingerprint, "fingerprint");
}

TEST_F(Forget, IsRemembered) {
  store().forget({{"files"}, {changed(0)}}, {Decision::rerun_affected, "", {{"gate", "with.n", {}, "2", 6}}, 1, 0},
                 "a");
  store().accept({Decision::accepted, "it is well", {}, 0, 0}, "b");
  const std::vector<DecisionRecord> decisions = store().decisions();
  ASSERT_FALSE(decisions.empty());
  EXPECT_EQ(decisions.front().decision, Decision::rerun_affected);
  ASSERT_EQ(decisions.front().changes.size(), 1U);
  EXPECT_EQ(decisions.front().changes[0].key, "with.n");
  EXPECT_EQ(decisions.front().changes[0].before, std::nullopt);
  EXPECT_EQ(decisions.front().changes[0].after, "2");
  EXPECT_EQ(decisions.front().inputs, 1U);
  EXPECT_EQ(decisions.back().why, "it is well");
  EXPECT_EQ(store().state().info.fingerprint, "b");
}

}  // namespace
}  // namespace weir::store
