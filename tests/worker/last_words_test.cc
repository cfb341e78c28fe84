// What a worker wrote to its standard error can be shown whatever it was.
#include "worker/last_words.h"

#include <gtest/gtest.h>

#include <string_view>

namespace weir::worker {
namespace {

TEST(LastWords, AreLinesWithoutWhiteSpaceAtTheEnd) {
  EXPECT_EQ(as_lines("one\n\ttwo\r\nthree\rfour\n \n"), "one\n\ttwo\nthree\nfour");
  EXPECT_EQ(as_lines(" \n\r\n"), "");
  EXPECT_EQ(as_lines(""), "");
}

TEST(LastWords, TellATerminalNothing) {
  EXPECT_EQ(as_lines("\x1B[2J\x07\x7F"
                     "a\xC2\x9B"
                     "b"),
            "?[2J??a?b");
  EXPECT_EQ(as_lines(std::string_view("a\0b", 3)), "a?b");
}

TEST(LastWords, AreUtf8) {
  EXPECT_EQ(as_lines("\xC3\xA4\xFF\xE2\x82 \xE2\x82\xAC"), "\xC3\xA4?? \xE2\x82\xAC");
  EXPECT_EQ(as_lines("\x82\xAC: cut off"), ": cut off");
}

}  // namespace
}  // namespace weir::worker
