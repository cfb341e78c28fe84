#include "run/precedence.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>
#include <string>

#include "run/cut.h"
#include "run/exit_code.h"

namespace weir::run {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

ListedEntry entry_with(const std::string& path, std::vector<std::string> depends_on = {}, std::uint64_t size = 10) {
  ListedEntry listed;
  listed.path = path;
  listed.size = size;
  listed.depends_on = std::move(depends_on);
  return listed;
}

TEST(Precedence, IsNothingWhereNobodyAsksForAny) {
  const std::vector<ListedEntry> entries{entry_with("a"), entry_with("b")};
  const Precedence found = precedence_of(entries, {});
  EXPECT_TRUE(found.priorities.empty());
  EXPECT_TRUE(found.levels.empty());
}

TEST(Precedence, GoesByTheFirstRuleThatHoldsUnlessTheListingSaysSo) {
  std::vector<ListedEntry> entries{entry_with("a", {}, 100), entry_with("b", {}, 50), entry_with("c", {}, 10),
                                   entry_with("d", {}, 100)};
  entries[3].priority = Priority::normal;
  const std::vector<graph::PriorityRule> rules{
      {60, {}, Priority::high}, {{}, 20, Priority::low}, {20, 100, Priority::critical}};
  EXPECT_THAT(precedence_of(entries, rules).priorities,
              ElementsAre(Priority::high, Priority::critical, Priority::low, Priority::normal));
}

TEST(Precedence, RaisesWhatOthersDependOn) {
  std::vector<ListedEntry> entries{entry_with("a", {"b"}), entry_with("b", {"c"}), entry_with("c"), entry_with("d")};
  entries[2].priority = Priority::low;
  const Precedence found = precedence_of(entries, {});
  EXPECT_THAT(found.priorities,
              ElementsAre(Priority::normal, Priority::critical, Priority::critical, Priority::normal));
  EXPECT_THAT(found.levels, ElementsAre(2, 1, 0, 0));
  EXPECT_THAT(found.dependencies, ElementsAre(Pair(0, 1), Pair(1, 2)));
}

TEST(Precedence, IsNotHeldBackByWhatWasNotSelected) {
  const std::vector<ListedEntry> entries{entry_with("a", {"gone"}), entry_with("b")};
  const Precedence found = precedence_of(entries, {});
  EXPECT_TRUE(found.dependencies.empty());
  EXPECT_THAT(found.levels, ElementsAre(0, 0));
}

TEST(Precedence, RefusesACircle) {
  EXPECT_THROW(precedence_of(std::vector{entry_with("x"), entry_with("a", {"b"}), entry_with("b", {"a"})}, {}),
               RunError);
}

TEST(Precedence, CutsSoThatNoTwoBatchesWaitForEachOther) {
  std::mt19937 random(3);
  for (int round = 0; round < 300; ++round) {
    const std::size_t count = 1 + random() % 40;
    std::vector<std::size_t> rank(count);
    std::iota(rank.begin(), rank.end(), 0);
    std::shuffle(rank.begin(), rank.end(), random);
    std::vector<ListedEntry> entries;
    for (std::size_t i = 0; i < count; ++i) {
      std::vector<std::string> others;
      for (int draw = 0; draw < 3; ++draw) {
        const std::size_t other = random() % count;
        if (random() % 2 == 0 && rank[other] < rank[i]) others.push_back(std::to_string(other));
      }
      entries.push_back(entry_with(std::to_string(i), others));
    }
    const Precedence precedence = precedence_of(entries, {});
    std::vector<std::size_t> batch_of;
    std::size_t batches = 0;
    for (const auto& batch : cut(entries, {1000, 8}, precedence)) {
      batch_of.insert(batch_of.end(), batch.size(), batches++);
    }
    ASSERT_EQ(batch_of.size(), count);
    // Batches that wait for nothing that is left go, until nothing is left.
    std::vector<bool> gone(batches);
    for (std::size_t left = batches; left > 0;) {
      const std::size_t before = left;
      for (std::size_t batch = 0; batch < batches; ++batch) {
        const bool waits = std::any_of(precedence.dependencies.begin(), precedence.dependencies.end(), [&](auto each) {
          return batch_of[each.first] == batch && !gone[batch_of[each.second]];
        });
        if (gone[batch] || waits) continue;
        gone[batch] = true;
        --left;
      }
      ASSERT_LT(left, before) << "batches wait for each other";
    }
  }
}

}  // namespace
}  // namespace weir::run
