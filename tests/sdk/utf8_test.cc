#include <weir/utf8.h>

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace weir {
namespace {

using ::testing::ElementsAre;

TEST(Utf8, WritesWhatItReads) {
  for (const char32_t value :
       {U'a', U'\x7F', U'\x80', U'é', U'\x7FF', U'\x800', U'—', U'\xFFFF', U'\x10000', U'\x10FFFF'}) {
    std::string text;
    append_utf8(text, value);
    const CodePoint point = code_point_at(text, 0);
    EXPECT_EQ(point.value, value);
    EXPECT_EQ(point.length, text.size());
    EXPECT_TRUE(point.valid);
  }
}

// The lengths of what is read, negative where it is not UTF-8.
std::vector<int> lengths(std::string_view text) {
  std::vector<int> lengths;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = code_point_at(text, at);
    lengths.push_back(static_cast<int>(point.length) * (point.valid ? 1 : -1));
    at += point.length;
  }
  return lengths;
}

TEST(Utf8, BrokenSequencesAreReadAsTheStandardRecommends) {
  // The example of the Unicode Standard, table 3-8.
  EXPECT_THAT(lengths("a\xF1\x80\x80\xE1\x80\xC2"
                      "b\x80"
                      "c\x80\xBF"
                      "d"),
              ElementsAre(1, -3, -2, -1, 1, -1, 1, -1, -1, 1));
  EXPECT_THAT(lengths("\xC0\xAF"), ElementsAre(-1, -1));                  // overlong
  EXPECT_THAT(lengths("\xED\xA0\x80"), ElementsAre(-1, -1, -1));          // surrogate
  EXPECT_THAT(lengths("\xF4\x90\x80\x80"), ElementsAre(-1, -1, -1, -1));  // beyond U+10FFFF
  EXPECT_THAT(lengths("\xE2\x82"), ElementsAre(-2));                      // ends too early
}

TEST(Utf8, FindsTheFirstByteThatIsWrong) {
  EXPECT_EQ(first_invalid_utf8("naïve"), 6u);
  EXPECT_EQ(first_invalid_utf8("na\xEFve"), 2u);
  EXPECT_EQ(first_invalid_utf8(""), 0u);
}

TEST(Utf8, CountsCodePointsAndWords) {
  EXPECT_EQ(count_code_points("naïve—yes"), 9u);
  EXPECT_EQ(count_words(""), 0u);
  EXPECT_EQ(count_words(" \t\n "), 0u);
  EXPECT_EQ(count_words("  one two\tthree\n"), 3u);
  EXPECT_EQ(count_words("Item\u00A01A.\u2003Risk\u3000Factors"), 4u);
  EXPECT_EQ(count_words("zero\u200Bwidth"), 1u);
}

}  // namespace
}  // namespace weir
