#include <gtest/gtest.h>

#include "store/small_disk.h"
#include "store/store_fixture.h"

namespace weir::store {
namespace {

// Commits batch after batch, and gives the error that ended it.
StoreError fill(Store& store) {
  try {
    for (BatchId id = 1; id <= 2000; ++id) {
      CommitRecord record;
      record.batches.push_back({id, 5, 4, {dead({5 * id - 5, 0}, std::string(500, 'r'))}, {}, {}, {}});
      store.commit(record);
    }
  } catch (const StoreError& error) {
    return error;
  }
  return {StoreError::Kind::failed, "the disk never became full"};
}

TEST(FullDisk, IsToldApartAndCostsNothingThatWasCommitted) {
  const test::SmallDisk disk(4 << 20);
  if (!disk.mounted()) GTEST_SKIP() << "mounting a small disk takes privileges";
  const auto path = disk.path() / "store.sqlite";
  Store::create(path, {"graph", "", "", ""});
  std::uint64_t committed = 0;
  {
    Store store(path);
    list_files(store, 2000, 5);
    disk.fill_up_to(200'000);
    const StoreError error = fill(store);
    EXPECT_TRUE(error.is_disk_full()) << error.what();
    EXPECT_NE(std::string(error.what()).find("cannot commit: " + path.string()), std::string::npos) << error.what();
    committed = store.state().epoch;
    EXPECT_GT(committed, 0U);
    EXPECT_EQ(sum(store).read, committed * 5);
  }
  disk.make_room();
  Store store(path);
  EXPECT_EQ(store.state().epoch, committed);
  EXPECT_EQ(sum(store).read, committed * 5);
  CommitRecord record;
  record.batches.push_back({committed + 1, 5, 5, {}, {}, {}, {}});
  EXPECT_EQ(store.commit(record).epoch, committed + 1);
}

TEST(FullDisk, IsToldApartWhenTheStoreIsMade) {
  const test::SmallDisk disk(1 << 20);
  if (!disk.mounted()) GTEST_SKIP() << "mounting a small disk takes privileges";
  disk.fill_up_to(16'384);
  const auto path = disk.path() / "store.sqlite";
  try {
    Store::create(path, {"graph", "", "", ""});
    FAIL() << "there was room";
  } catch (const StoreError& error) {
    EXPECT_TRUE(error.is_disk_full()) << error.what();
  }
  EXPECT_FALSE(std::filesystem::exists(path));
  disk.make_room();
  Store::create(path, {"graph", "", "", ""});
  EXPECT_EQ(Store(path).state().info.graph, "graph");
}

}  // namespace
}  // namespace weir::store
