#include "run/record_lines.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace weir::run {
namespace {

// Gives `window` bytes at most, so that records reach from one window into the next.
std::string record_at(const std::string& text, std::uint64_t line, bool quoted, std::size_t window = 1) {
  const auto found = find_record(
      [&](std::uint64_t offset, std::span<char> into) {
        const std::size_t count = std::min({window, into.size(), text.size() - static_cast<std::size_t>(offset)});
        text.copy(into.data(), count, static_cast<std::size_t>(offset));
        return count;
      },
      quoted, line);
  return found ? text.substr(found->begin, found->end - found->begin) : "none";
}

TEST(RecordLines, AreLinesWhereNothingIsQuoted) {
  const std::string text = "a \"\nb\"\n\nlast";
  for (const std::size_t window : {1U, 2U, 100U}) {
    EXPECT_EQ(record_at(text, 1, false, window), "a \"\n");
    EXPECT_EQ(record_at(text, 2, false, window), "b\"\n");
    EXPECT_EQ(record_at(text, 3, false, window), "\n");
    EXPECT_EQ(record_at(text, 4, false, window), "last");
    EXPECT_EQ(record_at(text, 5, false, window), "none");
  }
}

TEST(RecordLines, TakeQuotedLineBreaksIntoTheRecord) {
  const std::string text = "h;i\r\n\"a\n\"\"b\n\";1\r\nc;2\r\n";
  for (const std::size_t window : {1U, 3U, 100U}) {
    EXPECT_EQ(record_at(text, 1, true, window), "h;i\r\n");
    for (const std::uint64_t line : {2U, 3U, 4U}) {
      EXPECT_EQ(record_at(text, line, true, window), "\"a\n\"\"b\n\";1\r\n");
    }
    EXPECT_EQ(record_at(text, 5, true, window), "c;2\r\n");
    EXPECT_EQ(record_at(text, 6, true, window), "none");
  }
}

TEST(RecordLines, AreNoneInAnEmptyFile) { EXPECT_EQ(record_at("", 1, false), "none"); }

}  // namespace
}  // namespace weir::run
