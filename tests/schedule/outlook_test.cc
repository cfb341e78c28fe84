#include "schedule/outlook.h"

#include <gtest/gtest.h>

#include "schedule/amounts.h"
#include "schedule/cost_model.h"

namespace weir::schedule {
namespace {

Sample sample(std::uint64_t size, std::uint64_t used, std::uint64_t wall_ns, std::uint64_t written) {
  return {.size = size, .used = used, .wall_ns = wall_ns, .written = written};
}

TEST(Outlook, KnowsNothingOfASourceThatNeverRan) {
  CostModel model;
  model.add("notes", 1, sample(kMiB, 1, 1, 1));
  EXPECT_FALSE(model.outlook().of("others", kMiB, 1));
}

TEST(Outlook, IsInProportionToWhatTheClassTook) {
  CostModel model;
  model.add("notes", 1, sample(2 * kMiB, 8 * kMiB, 100'000'000, kMiB));
  model.add("notes", 1, sample(4 * kMiB, 16 * kMiB, 200'000'000, 2 * kMiB));
  const auto expected = model.outlook().of("notes", 3 * kMiB, 1);
  ASSERT_TRUE(expected);
  EXPECT_NEAR(static_cast<double>(expected->busy_ns), 150e6, 1e3);
  EXPECT_NEAR(static_cast<double>(expected->used), 12.0 * kMiB, 1e3);
  EXPECT_NEAR(static_cast<double>(expected->written), 1.5 * kMiB, 1e3);
  EXPECT_TRUE(expected->by_its_class);
}

TEST(Outlook, OfMemoryIsWhatNineInTenDoNotExceed) {
  CostModel model;
  for (std::uint64_t i = 1; i <= 10; ++i) model.add("notes", 1, sample(kMiB - 1, i * kMiB, 1, 1));
  EXPECT_EQ(model.outlook().of("notes", kMiB - 1, 1)->used, 10 * kMiB);
  for (int i = 0; i < 10; ++i) model.add("notes", 1, sample(kMiB - 1, kMiB, 1, 1));
  EXPECT_EQ(model.outlook().of("notes", kMiB - 1, 1)->used, 9 * kMiB);
}

TEST(Outlook, TakesTheNearestClassWhereItsOwnIsNotKnown) {
  CostModel model;
  model.add("notes", 1, sample(kMiB, kMiB, 1000, 1));
  model.add("notes", 1, sample(100 * kMiB, 100 * kMiB, 900'000, 1));
  const auto small = model.outlook().of("notes", 2 * kMiB, 1);
  EXPECT_NEAR(static_cast<double>(small->busy_ns), 2000.0, 1.0);
  EXPECT_FALSE(small->by_its_class);
  EXPECT_NEAR(static_cast<double>(model.outlook().of("notes", 300 * kMiB, 1)->busy_ns), 2'700'000.0, 10.0);
  EXPECT_NEAR(static_cast<double>(model.outlook().of("notes", kMiB, 7)->busy_ns), 1000.0, 1.0);
}

TEST(Outlook, OfABatchWithoutBytesIsNothingToDivideBy) {
  CostModel model;
  model.add("notes", 3, sample(0, 10, 20, 30));
  EXPECT_EQ(model.outlook().of("notes", 0, 3)->busy_ns, 20u);
}

TEST(Outlook, IsOfTheMomentInWhichItWasTaken) {
  CostModel model;
  model.add("notes", 1, sample(kMiB, kMiB, 1000, 1));
  const Outlook before = model.outlook();
  model.add("notes", 1, sample(kMiB, kMiB, 9000, 1));
  EXPECT_NEAR(static_cast<double>(before.of("notes", kMiB, 1)->busy_ns), 1000.0, 1.0);
}

}  // namespace
}  // namespace weir::schedule
