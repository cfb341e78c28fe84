#include <weir/units.h>

#include <cstdint>
#include <random>

#include <gtest/gtest.h>

namespace weir {
namespace {

TEST(Units, SizesAreReadAsPeopleWriteThem) {
  EXPECT_EQ(parse_size("0B"), 0u);
  EXPECT_EQ(parse_size("64MiB"), 67108864u);
  EXPECT_EQ(parse_size("64 MiB"), 67108864u);
  EXPECT_EQ(parse_size("20MB"), 20000000u);
  EXPECT_EQ(parse_size("1.5kB"), 1500u);
  EXPECT_EQ(parse_size("1TiB"), 1099511627776u);
}

TEST(Units, WhatIsNoSizeIsRefused) {
  for (const char* text : {"", "64", "MiB", "-1MB", "1e3MB", "1MIB", "1 MiB ", "infB", "nanB", "1M", "0x1B", "9e9TiB",
                           "99999999TiB", "1.2.3MB", "75%"}) {
    EXPECT_EQ(parse_size(text), std::nullopt) << text;
  }
}

TEST(Units, DurationsAreReadAsPeopleWriteThem) {
  EXPECT_EQ(parse_duration("250ms"), Duration(250));
  EXPECT_EQ(parse_duration("1.5s"), Duration(1500));
  EXPECT_EQ(parse_duration("10min"), Duration(600000));
  EXPECT_EQ(parse_duration("2h"), Duration(7200000));
  EXPECT_EQ(parse_duration("1d"), Duration(86400000));
  for (const char* text : {"", "10", "10m", "-1s", "1 minute", "99999999999999d"}) {
    EXPECT_EQ(parse_duration(text), std::nullopt) << text;
  }
}

TEST(Units, WhatIsWrittenReadsBackTheSame) {
  EXPECT_EQ(written_size(67108864), "64MiB");
  EXPECT_EQ(written_size(20000000), "20MB");
  EXPECT_EQ(written_size(1500), "1500B");
  EXPECT_EQ(written_size(0), "0B");
  EXPECT_EQ(written_duration(Duration(600000)), "10min");
  EXPECT_EQ(written_duration(Duration(1500)), "1500ms");
  EXPECT_EQ(written_duration(Duration(0)), "0ms");
  std::mt19937_64 random(1);
  for (int round = 0; round < 10000; ++round) {
    const std::uint64_t value = (random() >> 11) >> (random() % 53);  // what a double holds exactly
    EXPECT_EQ(parse_size(written_size(value)), value);
    const Duration duration(value % 8000000000000000);
    EXPECT_EQ(parse_duration(written_duration(duration)), duration);
  }
}

TEST(Units, SizesAreShownShortly) {
  EXPECT_EQ(format_size(812), "812 B");
  EXPECT_EQ(format_size(1024), "1 KiB");
  EXPECT_EQ(format_size(1536), "1.5 KiB");
  EXPECT_EQ(format_size(std::uint64_t{211} << 20), "211 MiB");
  EXPECT_EQ(format_size((std::uint64_t{211} << 20) + 500000), "211 MiB");
  EXPECT_EQ(format_size(std::uint64_t{5} << 50), "5120 TiB");
}

}  // namespace
}  // namespace weir
