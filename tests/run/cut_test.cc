#include "run/cut.h"

#include <gtest/gtest.h>

#include <random>

namespace weir::run {
namespace {

std::vector<ListedEntry> entries(const std::vector<std::uint64_t>& sizes) {
  std::vector<ListedEntry> listed;
  for (const std::uint64_t size : sizes) {
    ListedEntry& entry = listed.emplace_back();
    entry.path = std::to_string(listed.size());
    entry.size = size;
  }
  return listed;
}

std::vector<std::size_t> sizes_of(const std::vector<std::span<const ListedEntry>>& batches) {
  std::vector<std::size_t> sizes;
  sizes.reserve(batches.size());
  for (const auto& batch : batches) sizes.push_back(batch.size());
  return sizes;
}

TEST(Cut, EndsABatchBeforeTheEntryThatWouldTakeItOverTheLimit) {
  const auto listed = entries({400, 400, 400, 100, 900});
  EXPECT_EQ(sizes_of(cut(listed, {1000, 100})), (std::vector<std::size_t>{2, 2, 1}));
}

TEST(Cut, GivesALargeEntryABatchByItself) {
  const auto listed = entries({10, 5000, 10});
  EXPECT_EQ(sizes_of(cut(listed, {1000, 100})), (std::vector<std::size_t>{1, 1, 1}));
}

TEST(Cut, BoundsABatchByNumberToo) {
  const auto listed = entries({0, 0, 0, 0, 0});
  EXPECT_EQ(sizes_of(cut(listed, {1000, 2})), (std::vector<std::size_t>{2, 2, 1}));
}

TEST(Cut, OfNothingIsNothing) { EXPECT_TRUE(cut({}, {}).empty()); }

TEST(Cut, CountsNoBytesOfWhatIsRefused) {
  auto listed = entries({5000, 5000, 10});
  listed[0].refusal = listed[1].refusal = ListedEntry::Refusal{false, "too_large", ""};
  EXPECT_EQ(sizes_of(cut(listed, {1000, 100})), (std::vector<std::size_t>{3}));
}

TEST(Cut, KeepsEveryEntryOnceAndInOrder) {
  std::mt19937 random(7);
  for (int round = 0; round < 200; ++round) {
    std::vector<std::uint64_t> sizes(random() % 60);
    for (auto& size : sizes) size = random() % 2000;
    const auto listed = entries(sizes);
    const CutLimits limits{1000, 1 + random() % 9};
    const ListedEntry* next = listed.data();
    for (const auto& batch : cut(listed, limits)) {
      ASSERT_FALSE(batch.empty());
      ASSERT_EQ(batch.data(), next);
      ASSERT_LE(batch.size(), limits.entries);
      next += batch.size();
    }
    ASSERT_EQ(next, listed.data() + listed.size());
  }
}

}  // namespace
}  // namespace weir::run
