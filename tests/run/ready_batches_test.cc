// Over a real store: what can run, in which order, and what is let go when.
#include "run/ready_batches.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "sdk_harness.h"
#include "store/dependents.h"
#include "store/store.h"

namespace weir::run {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ReadyBatchesTest : public ::testing::Test {
 protected:
  // A batch of one file for each priority.
  void list(const std::vector<Priority>& priorities, const std::vector<std::pair<int, int>>& dependencies) {
    store::Store::create(path_, {"graph", "fingerprint", "", "0"});
    store_.emplace(path_);
    store::ListingWriter writer = store_->begin_listing();
    for (std::size_t i = 0; i < priorities.size(); ++i) {
      ListedEntry entry;
      entry.path = "f" + std::to_string(i);
      entry.location = "/" + entry.path;
      writer.add("files", std::vector{entry}, priorities[i]);
    }
    for (const auto& [entry, depends_on] : dependencies) {
      writer.depend(static_cast<std::uint64_t>(entry), static_cast<std::uint64_t>(depends_on), true);
    }
    writer.finish();
    store_->begin_session(1);
  }

  // Commits a batch of one file, by its entry: done, or with that verdict.
  std::vector<store::BatchId> commit(std::uint64_t batch, std::uint64_t entry, const std::string& verdict = "done",
                                     const std::string& reason = "reason") {
    store::BatchCommit commit;
    commit.batch = batch;
    commit.read = 1;
    commit.done = verdict == "done" ? 1 : 0;
    if (verdict != "done") {
      store::DocumentVerdict& not_done = commit.verdicts.emplace_back();
      not_done.document = {entry, 0};
      not_done.verdict = verdict == "dead" ? store::Verdict::dead : store::Verdict::filtered;
      if (verdict == "dead") not_done.failure_class = FailureClass::rejected;
      not_done.node = "node";
      not_done.reason = reason;
    }
    store::CommitRecord record;
    record.batches.push_back(commit);
    return store_->commit(record).reopened;
  }

  static std::vector<std::uint64_t> take_all(ReadyBatches& ready) {
    std::vector<std::uint64_t> batches;
    while (const auto batch = ready.next()) batches.push_back(batch->id);
    return batches;
  }
  std::vector<std::string> dead_names(std::uint64_t entry) const {
    std::vector<std::string> names;
    for (const store::DeadDependency& dead : store_->dead_dependencies(entry, entry)) names.push_back(dead.name);
    return names;
  }

  static constexpr Priority kNormal = Priority::normal;
  harness::TemporaryDirectory folder_;
  std::filesystem::path path_ = folder_.path() / "store.sqlite";
  std::optional<store::Store> store_;
};

TEST_F(ReadyBatchesTest, ComeByPriorityThenInTheOrderOfTheListing) {
  list({kNormal, Priority::low, Priority::critical, Priority::high, kNormal, Priority::critical}, {});
  ReadyBatches ready(*store_);
  EXPECT_THAT(take_all(ready), ElementsAre(3, 6, 4, 1, 5, 2));
}

TEST_F(ReadyBatchesTest, WaitUntilAllThatTheyDependOnIsDecided) {
  list({Priority::high, kNormal, kNormal, kNormal}, {{0, 2}, {0, 3}});
  ReadyBatches ready(*store_);
  EXPECT_THAT(take_all(ready), ElementsAre(2, 3, 4));
  commit(3, 2);
  ready.decided({2});
  EXPECT_FALSE(ready.next());
  commit(4, 3, "filtered");
  ready.decided({3});
  EXPECT_THAT(take_all(ready), ElementsAre(1));
  EXPECT_THAT(dead_names(0), IsEmpty()) << "what is filtered is not dead";
}

TEST_F(ReadyBatchesTest, GoFirstWhenTheyAreLetGoAndArePreferred) {
  list({Priority::high, Priority::critical, kNormal, kNormal}, {{0, 1}});
  ReadyBatches ready(*store_);
  EXPECT_EQ(ready.next()->id, 2u);
  EXPECT_EQ(ready.next()->id, 3u);
  commit(2, 1);
  ready.decided({1});
  EXPECT_THAT(take_all(ready), ElementsAre(1, 4));
}

TEST_F(ReadyBatchesTest, AreLetGoByThoseThatWereDecidedInAnEarlierSession) {
  list({kNormal, Priority::critical}, {{0, 1}});
  commit(2, 1, "dead");
  ReadyBatches ready(*store_);
  EXPECT_THAT(take_all(ready), ElementsAre(1));
  EXPECT_THAT(dead_names(0), ElementsAre("f1"));
}

TEST_F(ReadyBatchesTest, NobodyWaitsForTheTimeOfWhatIsHeldBack) {
  list({kNormal, kNormal}, {{0, 1}});
  store::Attempt attempt;
  attempt.document = {1, 0};
  attempt.node = attempt.reason = "x";
  attempt.failure_class = FailureClass::transient;
  store_->set_aside(attempt, 4'000'000'000'000);
  store::CommitRecord nothing;
  nothing.batches.emplace_back().batch = 2;  // which it has left
  store_->commit(nothing);
  EXPECT_EQ(store_->waiting().next_ms, 4'000'000'000'000);
  ReadyBatches ready(*store_);
  EXPECT_FALSE(ready.next());
}

TEST_F(ReadyBatchesTest, WhoIsNotInStepWithWhatItDependsOnRunsAgain) {
  list({kNormal, Priority::critical}, {{0, 1}});
  commit(2, 1, "dead");
  EXPECT_THAT(commit(1, 0), ElementsAre(1)) << "it was under way when that died";
  EXPECT_THAT(commit(1, 0, "dead", store::kDependencyDead), IsEmpty());
  store_->reopen({{1, 0}}, {});
  const store::BatchId own = store_->document_state({1, 0}).batch;
  EXPECT_EQ(commit(own, 1).size(), 1u) << "what died for it has another try";
  EXPECT_FALSE(store_->document_state({0, 0}).verdict);
  ReadyBatches ready(*store_);
  EXPECT_EQ(take_all(ready).size(), 1u);
}

TEST_F(ReadyBatchesTest, ADeathThatAnotherDayMayEndOtherwiseIsPassedOn) {
  list({kNormal, Priority::critical}, {{0, 1}});
  store::Attempt attempt;
  attempt.document = {1, 0};
  attempt.node = attempt.reason = "x";
  attempt.failure_class = FailureClass::timeout;
  store_->set_aside(attempt, std::nullopt);
  EXPECT_THAT(dead_names(0), ElementsAre("f1"));
  commit(1, 0, "dead", store::kDependencyDead);
  EXPECT_TRUE(store_->document_state({0, 0}).verdict->environment);
}

}  // namespace
}  // namespace weir::run
