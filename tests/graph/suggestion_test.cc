#include "graph/suggestion.h"

#include <gtest/gtest.h>

namespace weir::graph {
namespace {

std::string meant(std::string_view word, const std::vector<std::string>& candidates) {
  return nearest(word, candidates).value_or("");
}

TEST(Suggestion, IsOneTypingMistakeAway) {
  const std::vector<std::string> names{"min_words", "max_words", "on_empty"};
  EXPECT_EQ(meant("max_word", names), "max_words");
  EXPECT_EQ(meant("max_wodrs", names), "max_words");
  EXPECT_EQ(meant("MaxWords", names), "max_words");
  EXPECT_EQ(meant("on-empty", names), "on_empty");
  EXPECT_EQ(meant("ni", {"in"}), "in");
}

TEST(Suggestion, IsTheNameWithinAFamily) {
  EXPECT_EQ(meant("sections", {"sentences", "sec.sections"}), "sec.sections");
}

TEST(Suggestion, IsMissingWhereNothingIsNear) {
  EXPECT_EQ(meant("colour", {"max_words", "on_empty"}), "");
  EXPECT_EQ(meant("a", {"b"}), "");
  EXPECT_EQ(meant("", {"b"}), "");
  EXPECT_EQ(meant("x", {}), "");
  EXPECT_EQ(meant(std::string(1000, 'x'), {std::string(999, 'x')}), "");
}

TEST(Suggestion, ListsNames) {
  EXPECT_EQ(enumerate(std::vector<std::string>{}), "");
  EXPECT_EQ(enumerate(std::vector<std::string>{"a"}), "`a`");
  EXPECT_EQ(enumerate(std::vector<std::string>{"a", "b", "c"}), "`a`, `b` and `c`");
}

}  // namespace
}  // namespace weir::graph
