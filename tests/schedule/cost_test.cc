#include "schedule/cost.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <limits>

#include "schedule/amounts.h"

namespace weir::schedule {
namespace {

constexpr std::uint64_t kLargest = std::numeric_limits<std::uint64_t>::max();

TEST(Need, IsFixedPlusPerByteTimesSizeRoundedUp) {
  EXPECT_EQ((Need{12.0, 500 * kMiB}.bytes(10 * kMiB)), 620 * kMiB);
  EXPECT_EQ((Need{0.25, 0}.bytes(5)), 2U);
  EXPECT_EQ((Need{}.bytes(kLargest)), 0U);
}

TEST(Need, TooLargeToCountIsTheLargestNumberAndNeverASmallOne) {
  EXPECT_EQ((Need{1.0, 1}.bytes(kLargest)), kLargest);
  EXPECT_EQ((Need{8.0, 0}.bytes(kLargest / 2)), kLargest);
  EXPECT_EQ((Need{0.0, kLargest}.bytes(1)), kLargest);
  EXPECT_EQ((Need{std::numeric_limits<double>::quiet_NaN(), 0}.bytes(1)), kLargest);
}

TEST(Cost, IsThatOfTheHungriestNodeAndNotTheSum) {
  const std::array nodes = {Need{1.0, 0}, Need{3.0, 16}, Need{2.0, kMiB}};
  EXPECT_EQ(tokens_for(nodes, 10 * kMiB, 1), 30 * kMiB + 16 + kEngineBytesPerBatch + kEngineBytesPerDocument);
  EXPECT_EQ(tokens_for(nodes, 1024, 1), kMiB + 2048 + kEngineBytesPerBatch + kEngineBytesPerDocument);
}

TEST(Cost, CountsWhatTheEngineKeepsForEachDocument) {
  EXPECT_EQ(tokens_for({}, 0, 4096), kEngineBytesPerBatch + 4096 * kEngineBytesPerDocument);
  EXPECT_EQ(tokens_for({}, 0, kLargest), kLargest);
}

}  // namespace
}  // namespace weir::schedule
