#include <weir/volume_name.h>

#include <gtest/gtest.h>

namespace weir {
namespace {

TEST(VolumeName, HasItsNumberBeforeTheExtension) {
  EXPECT_EQ(volume_name(volume_pattern("segments.jsonl"), 0), "segments-00001.jsonl");
  EXPECT_EQ(volume_name(volume_pattern("a.b/segments.jsonl.zst"), 41), "a.b/segments-00042.jsonl.zst");
  EXPECT_EQ(volume_name(volume_pattern("a.b/segments"), 1), "a.b/segments-00002");
  EXPECT_EQ(volume_name(volume_pattern("segments.zst"), 1), "segments-00002.zst");
  EXPECT_EQ(volume_name(volume_pattern("segments.jsonl"), 123456), "segments-123457.jsonl");
}

TEST(VolumeName, HasItsNumberWhereThePatternSays) {
  EXPECT_EQ(volume_name(volume_pattern("part/{volume}.csv"), 6), "part/00007.csv");
}

TEST(VolumeName, IsKnownAgain) {
  const std::string pattern = volume_pattern("segments.jsonl");
  for (const std::uint64_t number : {0, 7, 99998, 99999, 1234567}) {
    EXPECT_TRUE(is_volume_name(pattern, volume_name(pattern, number)));
  }
  for (const char* other : {"segments.jsonl", "segments-1.jsonl", "segments-0000x.jsonl", "segments-000001.jsonl",
                            "segments-00001.json", "other-00001.jsonl", "segments-.jsonl"}) {
    EXPECT_FALSE(is_volume_name(pattern, other)) << other;
  }
  EXPECT_TRUE(is_volume_name("one.jsonl", "one.jsonl"));
}

}  // namespace
}  // namespace weir
