#include <gtest/gtest.h>

#include "store/store_fixture.h"

namespace weir::store {
namespace {

using Listing = StoreFixture;

TEST_F(Listing, KeepsEveryFieldOfAnEntry) {
  ListedEntry member = listed_file("archive.zip", 4096);
  member.member = "inside/name.txt";
  ListedEntry range = listed_file("records.jsonl", 1 << 20);
  range.records = {65536, 131072};
  ListedEntry refused = listed_file("device", 0);
  refused.refusal = ListedEntry::Refusal{true, "files.special", "a device"};
  ListedEntry skipped = listed_file("huge", 1 << 30);
  skipped.refusal = ListedEntry::Refusal{false, "files.too_large", "1 GiB"};
  const std::vector<ListedEntry> entries{member, range, refused, skipped};
  {
    ListingWriter listing = store().begin_listing();
    listing.add("files", entries);
    listing.finish();
  }
  reopen();

  const std::vector<Entry> read = store().entries(0, 3);
  ASSERT_EQ(read.size(), 4U);
  for (std::size_t i = 0; i < read.size(); ++i) {
    EXPECT_EQ(read[i].number, i);
    EXPECT_EQ(read[i].listed.path, entries[i].path);
    EXPECT_EQ(read[i].listed.member, entries[i].member);
    EXPECT_EQ(read[i].listed.location, entries[i].location);
    EXPECT_EQ(read[i].listed.size, entries[i].size);
    EXPECT_EQ(read[i].listed.modified_ns, entries[i].modified_ns);
    EXPECT_EQ(read[i].listed.records, entries[i].records);
    ASSERT_EQ(read[i].listed.refusal.has_value(), entries[i].refusal.has_value());
    if (!entries[i].refusal) continue;
    EXPECT_EQ(read[i].listed.refusal->is_failure, entries[i].refusal->is_failure);
    EXPECT_EQ(read[i].listed.refusal->reason, entries[i].refusal->reason);
    EXPECT_EQ(read[i].listed.refusal->message, entries[i].refusal->message);
  }
  EXPECT_EQ(all_pending(store())[0].bytes, 4096U + 65536U + 0U + (1U << 30));
}

TEST_F(Listing, KeepsNamesThatAreNoUtf8) {
  ListingWriter listing = store().begin_listing();
  const std::string odd = "caf\xe9\n\x01 \xff";
  listing.add("files", std::vector{listed_file(odd, 1)});
  listing.finish();
  EXPECT_EQ(store().entries(0, 0)[0].listed.path, odd);
}

TEST_F(Listing, IsThereWholeOrNotAtAll) {
  {
    ListingWriter listing = store().begin_listing();
    listing.add("files", std::vector{listed_file("a", 1), listed_file("b", 2)});
  }
  EXPECT_FALSE(store().state().listed);
  EXPECT_TRUE(store().entries(0, 10).empty());
  EXPECT_TRUE(all_pending(store()).empty());
  list_files(store(), 1, 2);
  EXPECT_TRUE(store().state().listed);
  EXPECT_EQ(store().entries(0, 10).size(), 2U);
}

TEST_F(Listing, IsCutIntoNeighbours) {
  list_files(store(), 3, 4);
  const std::vector<Batch> batches = all_pending(store());
  ASSERT_EQ(batches.size(), 3U);
  for (std::size_t i = 0; i < batches.size(); ++i) {
    EXPECT_EQ(batches[i].id, i + 1);
    EXPECT_EQ(batches[i].source, "files");
    EXPECT_EQ(batches[i].first_entry, 4 * i);
    EXPECT_EQ(batches[i].last_entry, 4 * i + 3);
    EXPECT_EQ(batches[i].bytes, 400U);
    EXPECT_FALSE(batches[i].only);
    EXPECT_TRUE(batches[i].left_out.empty());
  }
}

TEST_F(Listing, WalksMorePagesThanOne) {
  list_files(store(), 1500, 1);
  std::vector<BatchId> expected;
  for (BatchId id = 1; id <= 1500; ++id) expected.push_back(id);
  EXPECT_EQ(pending_ids(store()), expected);
}

}  // namespace
}  // namespace weir::store
