// The documents of spools: entries of a later phase, whose verdicts are those of the source documents that they came
// from.
#include <gmock/gmock.h>

#include "store/store_fixture.h"

namespace weir::store {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class Spools : public StoreFixture {
 protected:
  // Two batches of three files, all carried into the spool `kept`.
  Spools() {
    store().add_spool("kept");
    list_files(store(), 2, 3);
    for (const Batch& batch : all_pending(store())) {
      BatchCommit commit;
      commit.batch = batch.id;
      commit.read = commit.done = 3;
      for (std::uint64_t entry = batch.first_entry; entry <= batch.last_entry; ++entry) {
        commit.carried.push_back({entry, 0});
      }
      CommitRecord record;
      record.batches.push_back(commit);
      store().commit(record);
    }
  }

  // Documents of the spool, one of each origin given, in one batch.
  void list_spool(const std::vector<std::uint64_t>& origins, const std::string& spool = "kept") {
    ListingWriter writer = store().begin_listing(spool);
    std::vector<SpooledEntry> entries;
    for (const std::uint64_t origin : origins) {
      SpooledEntry entry;
      entry.listed.path = "f" + std::to_string(origin);
      entry.listed.size = 10;
      entry.listed.records = {8 + 18 * entries.size(), 18 + 18 * entries.size()};
      entry.spooled = {{origin, 0}, 77 + origin};
      entries.push_back(entry);
    }
    if (!entries.empty()) writer.add(spool, std::span<const SpooledEntry>(entries));
    writer.finish();
  }

  void commit_spool_batch(std::vector<DocumentVerdict> verdicts, std::uint64_t documents) {
    BatchCommit commit;
    commit.batch = all_pending(store()).at(0).id;
    commit.read = documents;
    commit.done = documents - verdicts.size();
    commit.verdicts = std::move(verdicts);
    CommitRecord record;
    record.batches.push_back(commit);
    store().commit(record);
  }

  Totals first_phase() {
    const std::vector<Totals> totals = store().totals();
    EXPECT_FALSE(totals.at(0).is_spool);
    EXPECT_TRUE(totals.at(0).books_balance());
    return totals.at(0);
  }
};

TEST_F(Spools, DocumentsAreUnderWayUntilTheirSpoolHasRun) {
  EXPECT_EQ(first_phase().under_way, 6u);
  EXPECT_EQ(first_phase().done, 0u);
  list_spool({0, 1, 2, 3, 4, 5});
  EXPECT_EQ(first_phase().under_way, 6u);
  commit_spool_batch({}, 6);
  EXPECT_EQ(first_phase().under_way, 0u);
  EXPECT_EQ(first_phase().done, 6u);
  EXPECT_TRUE(store().totals().at(1).is_spool);
}

TEST_F(Spools, EntriesFollowTheListingWithPlaceChecksumAndOrigin) {
  list_spool({0, 4});
  const std::vector<Batch> pending = all_pending(store());
  ASSERT_EQ(pending.size(), 1u);
  EXPECT_EQ(pending[0].id, 3u);
  EXPECT_EQ(pending[0].source, "kept");
  EXPECT_EQ(pending[0].first_entry, 6u);
  const std::vector<Entry> entries = store().entries(6, 7);
  ASSERT_EQ(entries.size(), 2u);
  ASSERT_TRUE(entries[1].spooled);
  EXPECT_EQ(entries[1].spooled->origin, (DocumentKey{4, 0}));
  EXPECT_EQ(entries[1].spooled->checksum, 81u);
  EXPECT_EQ(entries[1].listed.records, (Range{26, 36}));
  EXPECT_FALSE(store().entries(0, 0).at(0).spooled);
  EXPECT_EQ(store().entry_range("kept"), std::pair(std::uint64_t{6}, std::uint64_t{7}));
  EXPECT_EQ(store().entry_range("nobody"), std::nullopt);
}

TEST_F(Spools, AnOriginIsDeadIfAnyOfItsDocumentsIs) {
  list_spool({0, 0, 1, 1, 2, 3, 4, 5});
  commit_spool_batch({dead({6, 0}, "broken"), filtered({8, 0}, "short"), filtered({10, 0}, "short")}, 8);
  const Totals totals = first_phase();
  EXPECT_EQ(totals.dead, 1u) << "f0: one document dead, one done";
  EXPECT_EQ(totals.filtered, 1u) << "f2: its only document filtered";
  EXPECT_EQ(totals.done, 4u) << "f1: one filtered, one done";
  ASSERT_EQ(store().dead().size(), 1u);
  EXPECT_EQ(store().dead()[0].documents, 1u);
  ASSERT_EQ(store().filtered().size(), 1u);
  EXPECT_EQ(store().filtered()[0].reason, "short");
  EXPECT_EQ(store().filtered()[0].documents, 1u);
}

TEST_F(Spools, ASpoolWithoutDocumentsIsListedAllTheSame) {
  store().add_spool("empty");
  list_spool({}, "empty");
  const std::vector<Spool> spools = store().spools();
  ASSERT_EQ(spools.size(), 2u);
  EXPECT_TRUE(spools[0].listed);
  EXPECT_FALSE(spools[1].listed);
  EXPECT_FALSE(store().has_pending("empty"));
}

TEST_F(Spools, WhatIsForgottenIsDoneAnew) {
  const std::uint64_t sink = store().sink_number("lines");
  list_spool({0, 1, 2, 3, 4, 5});
  BatchCommit commit;
  commit.batch = 3;
  commit.read = 6;
  commit.done = 5;
  commit.verdicts = {filtered({7, 0}, "short")};
  commit.drops = {{"gate", "short", 1}};
  commit.extents = {{{sink, 0}, {6, 0}, ExtentFile::part, 0, 50, 5, 1}};
  commit.files = {{"a.json", sink, {6, 0}, "t1", 4, "hash"}};
  CommitRecord record;
  record.batches = {commit};
  record.parts = {{{sink, 0}, 50}};
  store().commit(record);

  store().forget_below({"kept"}, {"lines"});
  EXPECT_FALSE(store().spools().at(0).listed);
  EXPECT_FALSE(store().has_pending("kept"));
  EXPECT_THAT(store().parts(), IsEmpty());
  int extents = 0;
  store().visit_extents({sink, 0}, [&](const Extent&) { ++extents; });
  EXPECT_EQ(extents, 0);
  EXPECT_EQ(first_phase().under_way, 6u);
  EXPECT_THAT(store().stale_files(), IsEmpty()) << "a file went before it was known whether it is made again";

  // The same again, without the file: it is stale when all is done, and not before.
  list_spool({0, 1, 2, 3, 4, 5});
  EXPECT_THAT(store().stale_files(), IsEmpty());
  commit_spool_batch({}, 6);
  EXPECT_THAT(store().stale_files(), ElementsAre("a.json"));
  EXPECT_EQ(first_phase().done, 6u);
}

TEST_F(Spools, AFoldIsRecordedAsAWholeOrNotAtAll) {
  store().add_spool("kept.folded");
  list_spool({0, 1, 2, 3, 4, 5});
  {
    FoldWriter writer = store().begin_fold("kept");
    writer.add(filtered({6, 0}, "duplicate", "kept"));
    writer.absorb(7);
  }
  EXPECT_TRUE(store().has_pending("kept"));
  EXPECT_THAT(store().filtered(), IsEmpty());

  const std::uint64_t sink = store().sink_number("kept.folded");
  {
    FoldWriter writer = store().begin_fold("kept");
    writer.add(filtered({6, 0}, "duplicate", "kept"));
    writer.absorb(7);
    FoldCommit commit;
    commit.extents = {{{sink, 0}, {0, 0}, ExtentFile::part, 0, 90, 4, 1}};
    commit.parts = {{{sink, 0}, 90}};
    commit.drops = {{"kept", "duplicate", 1}};
    writer.finish(commit);
  }
  EXPECT_FALSE(store().has_pending("kept"));
  EXPECT_EQ(first_phase().under_way, 5u) << "f0 is filtered only when nothing else of it can come";
  list_spool({2, 3, 4, 5}, "kept.folded");
  commit_spool_batch({dead({13, 0}, "broken")}, 4);
  const Totals totals = first_phase();
  EXPECT_EQ(totals.filtered, 1u);
  EXPECT_EQ(totals.dead, 1u);
  EXPECT_EQ(totals.done, 4u) << "f1 was absorbed; f2, f4 and f5 came through";
}

}  // namespace
}  // namespace weir::store
