#include <gtest/gtest.h>

#include "store/store_fixture.h"

namespace weir::store {
namespace {

class PublicationRecords : public StoreFixture {
 protected:
  PublicationRecords() { list_files(store(), 4, 1); }

  void commit(BatchId batch, std::uint64_t entry, std::uint64_t offset, std::uint64_t length) {
    CommitRecord record;
    record.batches.push_back(
        {batch, 1, 1, {}, {}, {{kVolume, {entry, 0}, ExtentFile::part, offset, length, 1, entry}}, {}});
    record.parts.push_back({kVolume, offset + length});
    store().commit(record);
  }

  std::vector<Extent> extents() {
    std::vector<Extent> all;
    store().visit_extents(kVolume, [&](const Extent& extent) { all.push_back(extent); });
    return all;
  }

  static constexpr VolumeKey kVolume{1, 0};
};

TEST_F(PublicationRecords, ExtentsComeInSourceOrder) {
  commit(3, 2, 0, 30);
  commit(1, 0, 30, 10);
  commit(2, 1, 40, 20);
  std::vector<std::uint64_t> offsets;
  for (const Extent& extent : extents()) offsets.push_back(extent.offset);
  EXPECT_EQ(offsets, (std::vector<std::uint64_t>{30, 40, 0}));
  EXPECT_EQ(store().parts()[0].length, 60U);
}

TEST_F(PublicationRecords, ExtentsMoveToThePublishedFileInItsOrder) {
  commit(3, 2, 0, 30);
  commit(1, 0, 30, 10);
  const Publication publication{kVolume, "all.jsonl", 40, 2, "beef"};
  store().intend(publication);
  EXPECT_EQ(store().intended(kVolume)->size, 40U);
  EXPECT_FALSE(store().published(kVolume));
  store().record_published(publication);
  reopen();

  EXPECT_FALSE(store().intended(kVolume));
  EXPECT_EQ(store().published(kVolume)->name, "all.jsonl");
  EXPECT_EQ(store().published(kVolume)->hash, "beef");
  EXPECT_TRUE(store().parts().empty());
  std::vector<Extent> moved = extents();
  ASSERT_EQ(moved.size(), 2U);
  EXPECT_EQ(moved[0].file, ExtentFile::published);
  EXPECT_EQ(moved[0].offset, 0U);
  EXPECT_EQ(moved[1].offset, 10U);
  EXPECT_EQ(moved[1].checksum, 2U);

  // More is committed, to a new part; the next publication holds both.
  commit(2, 1, 0, 20);
  moved = extents();
  EXPECT_EQ(moved[1].file, ExtentFile::part);
  store().record_published({kVolume, "all.jsonl", 60, 3, "cafe"});
  moved = extents();
  EXPECT_EQ(moved[1].file, ExtentFile::published);
  EXPECT_EQ(moved[1].offset, 10U);
  EXPECT_EQ(moved[2].offset, 30U);
  EXPECT_EQ(store().published(kVolume)->size, 60U);
}

TEST_F(PublicationRecords, ChecksumsKeepAllTheirBits) {
  CommitRecord record;
  record.batches.push_back({1, 1, 1, {}, {}, {{kVolume, {0, 0}, ExtentFile::part, 0, 1, 1, 0xfedcba9876543210}}, {}});
  store().commit(record);
  EXPECT_EQ(extents()[0].checksum, 0xfedcba9876543210);
}

}  // namespace
}  // namespace weir::store
