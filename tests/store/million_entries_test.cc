// A listing of a million entries: what it takes is printed, not judged.
#include <gtest/gtest.h>

#include <chrono>
#include <iostream>

#include "store/store_fixture.h"

namespace weir::store {
namespace {

using MillionEntries = StoreFixture;

TEST_F(MillionEntries, AreListedCommittedAndResumed) {
  using Clock = std::chrono::steady_clock;
  const auto seconds = [](Clock::time_point since) {
    return std::chrono::duration<double>(Clock::now() - since).count();
  };
  Clock::time_point start = Clock::now();
  list_files(store(), 100'000, 10);
  std::cout << "listing a million entries: " << seconds(start) << " s\n";

  start = Clock::now();
  for (BatchId id = 1; id < 100'000;) {
    CommitRecord record;
    for (int i = 0; i < 256 && id < 100'000; ++i, ++id) record.batches.push_back({id, 10, 10, {}, {}, {}, {}});
    store().commit(record);
  }
  std::cout << "committing all but ten: " << seconds(start) << " s\n";

  start = Clock::now();
  reopen();
  EXPECT_EQ(pending_ids(store()), std::vector<BatchId>{100'000});
  std::cout << "deciding what is left: " << seconds(start) << " s\n";

  start = Clock::now();
  const Totals totals = sum(store());
  std::cout << "adding up the books: " << seconds(start) << " s\n";
  EXPECT_EQ(totals.entries, 1'000'000U);
  EXPECT_EQ(totals.read, 999'990U);
  EXPECT_EQ(totals.pending_entries, 10U);
  EXPECT_TRUE(totals.books_balance());
}

}  // namespace
}  // namespace weir::store
