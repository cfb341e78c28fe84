// What a document has more of in its next attempt.
#include "run/terms.h"

#include <gtest/gtest.h>

namespace weir::run {
namespace {

TEST(Terms, RaiseOnlyWhatRanOutAndOnceForEachTime) {
  store::AttemptHistory history;
  history.attempts = 4;
  history.timeouts = 2;
  history.memory = 1;
  const Terms terms = terms_after({.deadline = 3.0, .memory = 1.5, .isolated = true}, history);
  EXPECT_DOUBLE_EQ(terms.deadline, 9.0);
  EXPECT_DOUBLE_EQ(terms.memory, 1.5);
  EXPECT_TRUE(terms.isolated);
}

TEST(Terms, AreAsBeforeForWhatFailedOfSomethingElse) {
  store::AttemptHistory history;
  history.attempts = 2;  // a lost connection, say
  const Terms terms = terms_after({}, history);
  EXPECT_DOUBLE_EQ(terms.deadline, 1.0);
  EXPECT_DOUBLE_EQ(terms.memory, 1.0);
  EXPECT_FALSE(terms.isolated);
}

TEST(Terms, KeepApartWhatCrashedUnlessTheGraphSaysNot) {
  store::AttemptHistory history;
  history.attempts = history.crashes = 1;
  EXPECT_TRUE(terms_after({.isolated = true}, history).isolated);
  EXPECT_FALSE(terms_after({.isolated = false}, history).isolated);
}

TEST(Terms, AddToThoseThatSomebodyAskedFor) {
  const Terms both = combined({2.0, 3.0, false}, {4.0, 1.0, true});
  EXPECT_DOUBLE_EQ(both.deadline, 8.0);
  EXPECT_DOUBLE_EQ(both.memory, 3.0);
  EXPECT_TRUE(both.isolated);
}

}  // namespace
}  // namespace weir::run
