// Volumes are divided off when the listing is cut, and their entries never change.
#include <gtest/gtest.h>

#include "store/store_fixture.h"

namespace weir::store {
namespace {

class DivisionOfOutput : public StoreFixture {
 protected:
  // Files of 100 bytes, one to a batch, unless a volume says otherwise.
  void list(std::uint64_t batches, std::uint64_t bytes, std::uint64_t files_per_batch = 1) {
    sink_ = store().sink_number("records");
    ListingWriter listing = store().begin_listing();
    for (std::uint64_t batch = 0; batch < batches; ++batch) {
      listing.add("files", std::vector<ListedEntry>(files_per_batch, listed_file("f" + std::to_string(batch), 100)));
    }
    divide(listing, bytes, {"files"});
    listing.finish();
  }

  void divide(ListingWriter& listing, std::uint64_t bytes, std::vector<std::string> sources,
              bool by_completion = false) {
    listing.divide({sink_, bytes, by_completion, std::move(sources),
                    [](std::uint64_t number) { return "v" + std::to_string(number); }});
  }

  std::string volumes() {
    std::string text;
    for (const StoredVolume& volume : store().volumes()) {
      text += volume.name + " " + std::to_string(volume.first_entry.value()) + "-" + std::to_string(volume.end_entry) +
              "\n";
    }
    return text;
  }

  CommitResult commit(BatchId batch, std::uint64_t entry, std::vector<DocumentVerdict> verdicts = {}) {
    CommitRecord record;
    const std::uint64_t done = verdicts.empty() ? 1 : 0;
    record.batches.push_back({batch, 1, done, std::move(verdicts), {}, {}, {}});
    if (done > 0) record.batches[0].extents = {{{sink_, entry}, {entry, 0}, ExtentFile::part, 0, 10, 1, entry}};
    return store().commit(record);
  }

  std::uint64_t sink_ = 0;
};

TEST_F(DivisionOfOutput, EndsAVolumeBeforeTheBatchThatWouldTakeItOver) {
  list(5, 250);
  EXPECT_EQ(volumes(), "v0 0-2\nv1 2-4\nv2 4-5\n");
}

TEST_F(DivisionOfOutput, NeverDividesABatch) {
  list(2, 250, 4);
  EXPECT_EQ(volumes(), "v0 0-4\nv1 4-8\n");
}

TEST_F(DivisionOfOutput, HasOneVolumeOfNothing) {
  list(0, 250);
  EXPECT_EQ(volumes(), "v0 0-0\n");
  EXPECT_FALSE(store().is_complete({sink_, 0})) << "it is published when all is";
}

TEST_F(DivisionOfOutput, CountsOnlyWhatComesToTheSink) {
  sink_ = store().sink_number("records");
  ListingWriter listing = store().begin_listing();
  for (const char* source : {"a", "b", "a", "b"}) listing.add(source, std::vector{listed_file(source, 100)});
  divide(listing, 250, {"b"});
  listing.finish();
  EXPECT_EQ(volumes(), "v0 1-4\n");
}

TEST_F(DivisionOfOutput, GoesOnWhereMoreIsListedForTheSink) {
  list(3, 250);
  store().add_spool("spool");
  ListingWriter listing = store().begin_listing("spool");
  for (int i = 0; i < 2; ++i) {
    SpooledEntry entry;
    entry.listed = listed_file("s" + std::to_string(i), 100);
    entry.listed.records = {0, 100};
    listing.add("spool", std::span<const SpooledEntry>(&entry, 1));
  }
  divide(listing, 250, {"files", "spool"});
  listing.finish();
  EXPECT_EQ(volumes(), "v0 0-2\nv1 2-4\nv2 4-5\n");
}

TEST_F(DivisionOfOutput, IsCompleteWhenTheLastOfItsBatchesIs) {
  list(4, 250);
  commit(2, 1);
  EXPECT_FALSE(store().is_complete({sink_, 0}));
  commit(1, 0);
  EXPECT_TRUE(store().is_complete({sink_, 0}));
  EXPECT_FALSE(store().is_complete({sink_, 1}));
}

TEST_F(DivisionOfOutput, IsOpenAgainWhileADocumentThatLeftItsBatchIsPending) {
  list(4, 250);
  DocumentVerdict loser = dead({0, 0}, "name_taken");
  loser.rival = DocumentKey{3, 0};
  commit(1, 0, {loser});
  commit(2, 1);
  commit(4, 3);
  EXPECT_TRUE(store().is_complete({sink_, 0}));
  CommitRecord record;
  record.evictions.push_back({dead({3, 0}, "name_taken"), 4});
  const CommitResult result = store().commit(record);
  ASSERT_EQ(result.reopened.size(), 2U) << "the batch of who lost the name, and a batch of one";
  EXPECT_FALSE(store().is_complete({sink_, 0}));
  EXPECT_EQ(volumes(), "v0 0-2\nv1 2-4\n");
}

TEST_F(DivisionOfOutput, OfAnotherListingLeavesVolumesOver) {
  list(4, 100);
  for (const std::uint64_t number : {0, 1, 2, 3}) {
    store().record_published({{sink_, number}, "v" + std::to_string(number), 0, 0, ""});
  }
  ListingWriter listing = store().begin_listing_anew({}, "fingerprint");
  listing.add("files", std::vector<ListedEntry>(4, listed_file("f", 100)));
  divide(listing, 250, {"files"});
  listing.finish();
  EXPECT_EQ(volumes(), "v0 0-4\n");
  ASSERT_EQ(store().surplus_publications().size(), 3U);
  store().forget_publication({sink_, 2});
  EXPECT_EQ(store().surplus_publications().size(), 2U);
}

TEST_F(DivisionOfOutput, KeepsItsOrderOnceSomethingIsCommitted) {
  list(1, 100);
  store().name_volume({sink_, 0}, "v0", true);
  EXPECT_TRUE(store().volumes()[0].by_completion) << "there is nothing in it yet";
  commit(1, 0);
  store().name_volume({sink_, 0}, "v0", false);
  EXPECT_TRUE(store().volumes()[0].by_completion);
}

}  // namespace
}  // namespace weir::store
