#include <gtest/gtest.h>

#include "store/store_fixture.h"

namespace weir::store {
namespace {

class DeadLetters : public StoreFixture {
 protected:
  DeadLetters() {
    list_files(store(), 1, 6);
    CommitRecord record;
    BatchCommit batch{1, 6, 1, {}, {}, {}, {}};
    batch.verdicts.push_back(filtered({0, 0}, "short"));
    batch.verdicts.push_back(dead({5, 0}, "html.too_deep"));
    batch.verdicts.push_back(dead({2, 0}, "html.too_deep"));
    batch.verdicts.push_back(dead({3, 0}, "timeout"));
    batch.verdicts.back().failure_class = FailureClass::timeout;
    batch.verdicts.back().environment = true;
    batch.verdicts.back().attempts = 3;
    batch.verdicts.push_back(dead({4, 0}, "html.too_deep", "clean"));
    record.batches.push_back(batch);
    store().commit(record);
  }

  std::vector<std::string> paths(const DeadLetterFilter& filter) {
    std::vector<std::string> paths;
    for (const DeadLetter& letter : store().dead_letters(filter)) paths.push_back(letter.entry.listed.path);
    return paths;
  }
};

TEST_F(DeadLetters, TellAllAboutThem) {
  DeadLetterFilter filter;
  filter.reason = "timeout";
  const std::vector<DeadLetter> letters = store().dead_letters(filter);
  ASSERT_EQ(letters.size(), 1U);
  EXPECT_EQ(letters[0].entry.listed.path, "f3");
  EXPECT_EQ(letters[0].entry.listed.size, 100U);
  EXPECT_EQ(letters[0].source, "files");
  EXPECT_EQ(letters[0].batch, 1U);
  EXPECT_EQ(letters[0].verdict.document, (DocumentKey{3, 0}));
  EXPECT_EQ(letters[0].verdict.node, "parse");
  EXPECT_EQ(letters[0].verdict.failure_class, FailureClass::timeout);
  EXPECT_EQ(letters[0].verdict.message, "it would not do");
  EXPECT_EQ(letters[0].verdict.attempts, 3U);
  EXPECT_TRUE(letters[0].verdict.environment);
}

TEST_F(DeadLetters, ThatAreIgnoredSaySoUntilTheyRunAgain) {
  store().ignore({{2, 0}, {5, 0}}, "known");
  DeadLetterFilter ignored;
  ignored.ignored = true;
  EXPECT_EQ(paths(ignored), (std::vector<std::string>{"f2", "f5"}));
  EXPECT_EQ(store().dead_letters(ignored).front().ignored->why, "known");
  EXPECT_GT(store().dead_letters(ignored).front().ignored->since_ms, 0);
  ignored.ignored = false;
  EXPECT_EQ(paths(ignored), (std::vector<std::string>{"f3", "f4"}));
  EXPECT_EQ(store().totals().front().dead, 4U);
  EXPECT_EQ(store().totals().front().ignored, 2U);
  EXPECT_EQ(store().dead_letter_groups().size(), 2U);
  store().reopen({{2, 0}}, std::nullopt);
  EXPECT_EQ(store().totals().front().ignored, 1U);
  store().stop_ignoring({{5, 0}});
  EXPECT_EQ(store().totals().front().ignored, 0U);
}

TEST_F(DeadLetters, AreIgnoredAllOrNone) {
  EXPECT_THROW(store().ignore({{2, 0}, {0, 0}}, "the second is filtered"), StoreError);
  EXPECT_EQ(store().totals().front().ignored, 0U);
}

TEST_F(DeadLetters, AreFilteredAndPagedInSourceOrder) {
  EXPECT_EQ(paths({}), (std::vector<std::string>{"f2", "f3", "f4", "f5"}));
  DeadLetterFilter filter;
  filter.reason = "html.too_deep";
  EXPECT_EQ(paths(filter), (std::vector<std::string>{"f2", "f4", "f5"}));
  filter.node = "parse";
  EXPECT_EQ(paths(filter), (std::vector<std::string>{"f2", "f5"}));
  filter.failure_class = FailureClass::timeout;
  EXPECT_TRUE(paths(filter).empty());

  DeadLetterFilter page;
  page.limit = 2;
  EXPECT_EQ(paths(page), (std::vector<std::string>{"f2", "f3"}));
  page.after = DocumentKey{3, 0};
  EXPECT_EQ(paths(page), (std::vector<std::string>{"f4", "f5"}));
}

TEST_F(DeadLetters, AreGroupedByWhatTheyDiedOf) {
  const std::vector<DeadLetterGroup> groups = store().dead_letter_groups();
  ASSERT_EQ(groups.size(), 3U);
  EXPECT_EQ(groups[0].reason, "html.too_deep");
  EXPECT_EQ(groups[0].node, "parse");
  EXPECT_EQ(groups[0].documents, 2U);
  EXPECT_EQ(groups[0].example.entry.listed.path, "f2");
  EXPECT_EQ(groups[1].node, "clean");
  EXPECT_EQ(groups[2].failure_class, FailureClass::timeout);
}

}  // namespace
}  // namespace weir::store
