// What short lines are, as the filings write them.
#include "sec/block_text.h"

#include <gtest/gtest.h>

namespace weir::sec {
namespace {

TEST(BlockText, KnowsTheNumbersOfPages) {
  for (const char* text : {"12", "- 12 -", "Page 12", "page xviii", "Pagexxviii", "Page xxviii of 40", "F-12",
                           "A - 3.1", "[ 7 ]", "\u00A0 9 \u00A0", "PAGExxviiiof12"}) {
    EXPECT_TRUE(is_page_number(text)) << text;
  }
  for (const char* text : {"2004", "Pagination", "Background 12", "Item 12", "12 months", ""}) {
    EXPECT_FALSE(is_page_number(text)) << text;
  }
}

TEST(BlockText, KnowsWhereASentenceEnds) {
  for (const char* text : {"It rained.", "Did it?", "as follows:", "so he said.”", "(It rained.)", "It rained.’ ”",
                           "end; ", "It rained.**", "\"Why!\" "}) {
    EXPECT_TRUE(ends_sentence(text)) << text;
  }
  for (const char* text : {"", "Risk Factors", "and so on, ", "”", "no end here…", "(see above)"}) {
    EXPECT_FALSE(ends_sentence(text)) << text;
  }
}

}  // namespace
}  // namespace weir::sec
