#include "observe/numbers.h"

#include <gtest/gtest.h>

#include "observe/bar.h"

namespace weir::observe {
namespace {

TEST(Numbers, AreGroupedByThousands) {
  EXPECT_EQ(with_commas(0), "0");
  EXPECT_EQ(with_commas(999), "999");
  EXPECT_EQ(with_commas(1000), "1,000");
  EXPECT_EQ(with_commas(120400), "120,400");
  EXPECT_EQ(with_commas(1234567890), "1,234,567,890");
}

TEST(Numbers, DurationsKeepTwoUnits) {
  EXPECT_EQ(elapsed(0.14), "140 ms");
  EXPECT_EQ(elapsed(9.94), "9.9 s");
  EXPECT_EQ(elapsed(12.4), "12s");
  EXPECT_EQ(elapsed(-1.0), "0 ns");
  EXPECT_EQ(short_duration(-1.0), "0s");
  EXPECT_EQ(short_duration(12.4), "12s");
  EXPECT_EQ(short_duration(108.0), "1m48s");
  EXPECT_EQ(short_duration(7500.0), "2h05m");
}

TEST(Numbers, NanosecondsTakeTheUnitThatFits) {
  EXPECT_EQ(short_nanoseconds(900), "900 ns");
  EXPECT_EQ(short_nanoseconds(310'000), "310 us");
  EXPECT_EQ(short_nanoseconds(18'000'000), "18 ms");
  EXPECT_EQ(short_nanoseconds(1'200'000'000), "1.2 s");
}

TEST(Numbers, ControlCharactersCannotReachATerminal) {
  EXPECT_EQ(printable("a\x1b[2Jb\n\x7f"), "a\\x1b[2Jb\\x0a\\x7f");
  EXPECT_EQ(printable("façade"), "façade");
}

TEST(Bar, IsFilledToItsShareWithinItsWidth) {
  EXPECT_EQ(bar(0.0, 4, false), "────");
  EXPECT_EQ(bar(0.5, 4, false), "━━──");
  EXPECT_EQ(bar(0.625, 4, false), "━━╸─");
  EXPECT_EQ(bar(1.0, 4, false), "━━━━");
  EXPECT_EQ(bar(7.0, 4, false), "━━━━");
  EXPECT_EQ(bar(-1.0, 4, false), "────");
}

TEST(Bar, WithoutColourHoldsNoEscapes) { EXPECT_EQ(bar(0.5, 40, false).find('\x1b'), std::string::npos); }

}  // namespace
}  // namespace weir::observe
