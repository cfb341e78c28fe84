// A document that failed leaves its batch and runs again alone, or is dead; each attempt is remembered, and the books
// balance at every moment.
#include <gtest/gtest.h>

#include "store/store_fixture.h"
#include "store/wall_clock.h"

namespace weir::store {
namespace {

class Attempts : public StoreFixture {
 protected:
  // Two batches of three files each: entries 0 to 5.
  Attempts() {
    list_files(store(), 2, 3);
    store().sink_number("sink");
  }

  static Attempt failure(DocumentKey document, BatchId batch, FailureClass failure_class = FailureClass::transient) {
    Attempt attempt;
    attempt.document = document;
    attempt.batch = batch;
    attempt.failure_class = failure_class;
    attempt.node = "fetch";
    attempt.reason = "http.503";
    attempt.message = "the server is busy";
    return attempt;
  }

  static DocumentVerdict death(DocumentKey document, std::uint64_t attempts) {
    DocumentVerdict verdict = dead(document, "http.503", "fetch");
    verdict.failure_class = FailureClass::transient;
    verdict.attempts = attempts;
    return verdict;
  }

  CommitResult commit(BatchCommit batch) {
    CommitRecord record;
    record.batches.push_back(std::move(batch));
    return store().commit(record);
  }

  // Batch 1 with its second file to run again at that time.
  CommitResult commit_first(std::int64_t not_before_ms) {
    return commit(
        {1, 2, 2, {}, {}, {{{1, 0}, {0, 0}}, {{1, 0}, {2, 0}}}, {}, {}, {{failure({1, 0}, 1), not_before_ms}}});
  }

  static std::int64_t long_ago() { return now_ms() - 1'000; }
  static std::int64_t much_later() { return now_ms() + 3'600'000; }
};

TEST_F(Attempts, LeaveTheBatchWithoutTheDocument) {
  EXPECT_EQ(commit_first(long_ago()).reopened, std::vector<BatchId>{3});
  const std::vector<Batch> pending = all_pending(store());
  ASSERT_EQ(pending.size(), 2U);
  EXPECT_EQ(pending[1].id, 3U);
  EXPECT_EQ(pending[1].only, (DocumentKey{1, 0}));
  EXPECT_EQ(store().left_out(1), (std::vector<DocumentKey>{{1, 0}}));
  const Totals totals = sum(store());
  EXPECT_EQ(totals.read, 2U);
  EXPECT_EQ(totals.dead, 0U) << "a document that waits is neither done nor dead";
  EXPECT_EQ(totals.pending_entries, 4U);
  EXPECT_TRUE(totals.books_balance());

  commit({3, 1, 1, {}, {}, {{{1, 0}, {1, 0}}}, {}});
  std::vector<std::uint64_t> entries;
  store().visit_extents({1, 0}, [&](const Extent& extent) { entries.push_back(extent.first.entry); });
  EXPECT_EQ(entries, (std::vector<std::uint64_t>{0, 1, 2}));
  EXPECT_EQ(sum(store()).done, 3U);
  EXPECT_TRUE(store().book_faults(nullptr).empty());
}

TEST_F(Attempts, AreNotShownBeforeTheirTime) {
  const std::int64_t later = much_later();
  commit_first(later);
  EXPECT_EQ(pending_ids(store()), std::vector<BatchId>{2});
  EXPECT_EQ(store().waiting().documents, 1U);
  EXPECT_EQ(store().waiting().next_ms, 0) << "the second batch can run at once";
  commit({2, 3, 3, {}, {}, {}, {}});
  EXPECT_FALSE(store().all_committed());
  EXPECT_EQ(store().waiting().next_ms, later);
}

TEST_F(Attempts, OfABatchOfOneKeepItPending) {
  commit_first(long_ago());
  const std::int64_t later = much_later();
  const CommitResult result =
      commit({3, 0, 0, {}, {}, {}, {}, {}, {{failure({1, 0}, 3, FailureClass::timeout), later}}});
  EXPECT_TRUE(result.reopened.empty());
  EXPECT_EQ(pending_ids(store()), std::vector<BatchId>{2});
  EXPECT_EQ(sum(store()).read, 2U);
  const AttemptHistory history = store().attempt_history({1, 0});
  EXPECT_EQ(history.attempts, 2U);
  EXPECT_EQ(history.timeouts, 1U);
  EXPECT_EQ(history.before, 0U);
  const std::vector<Attempt> attempts = store().attempts({1, 0});
  ASSERT_EQ(attempts.size(), 2U);
  EXPECT_EQ(attempts[0].batch, 1U);
  EXPECT_EQ(attempts[0].failure_class, FailureClass::transient);
  EXPECT_EQ(attempts[1].number, 2U);
  EXPECT_EQ(attempts[1].batch, 3U);
}

TEST_F(Attempts, EndWithAVerdict) {
  commit_first(long_ago());
  commit({3, 1, 0, {death({1, 0}, 2)}, {}, {}, {}, {}, {{failure({1, 0}, 3), {}}}});
  EXPECT_EQ(store().dead_letters().at(0).verdict.attempts, 2U);
  EXPECT_EQ(store().attempts({1, 0}).size(), 2U);
  EXPECT_EQ(sum(store()).dead, 1U);
  EXPECT_TRUE(sum(store()).books_balance());
  EXPECT_EQ(store().waiting().documents, 0U);
}

TEST_F(Attempts, KeepWhatIsKnownOfEach) {
  Attempt known = failure({1, 0}, 0, FailureClass::crash);
  known.started_ms = 1'700'000'000'000;
  known.ended_ms = 1'700'000'000'250;
  known.wall_ns = 250'000'000;
  known.cpu_ns = 200'000'000;
  known.peak_bytes = 70'000'000;
  known.granted_bytes = 96'000'000;
  known.deadline_ms = 600'000;
  known.isolated = true;
  known.exit = "signal 11";
  known.error_output = "parser: out of range\n";
  store().set_aside(known, long_ago());
  reopen();
  const Attempt read = store().attempts({1, 0}).at(0);
  EXPECT_EQ(read.batch, 1U);
  EXPECT_EQ(read.started_ms, known.started_ms);
  EXPECT_EQ(read.ended_ms, known.ended_ms);
  EXPECT_EQ(read.wall_ns, known.wall_ns);
  EXPECT_EQ(read.cpu_ns, known.cpu_ns);
  EXPECT_EQ(read.peak_bytes, known.peak_bytes);
  EXPECT_EQ(read.granted_bytes, known.granted_bytes);
  EXPECT_EQ(read.deadline_ms, known.deadline_ms);
  EXPECT_TRUE(read.isolated);
  EXPECT_EQ(read.node, "fetch");
  EXPECT_EQ(read.reason, "http.503");
  EXPECT_EQ(read.message, "the server is busy");
  EXPECT_EQ(read.exit, "signal 11");
  EXPECT_EQ(read.error_output, "parser: out of range\n");
  EXPECT_EQ(store().attempt_history({1, 0}).crashes, 1U);
  EXPECT_EQ(store().attempt_history({1, 0}).first_ms, known.started_ms);
}

TEST_F(Attempts, SetADocumentAsideBeforeItsBatchHasRun) {
  store().set_aside(failure({1, 0}, 0, FailureClass::crash), long_ago());
  const std::vector<Batch> pending = all_pending(store());
  ASSERT_EQ(pending.size(), 3U);
  EXPECT_EQ(pending[0].left_out, (std::vector<DocumentKey>{{1, 0}}));
  EXPECT_EQ(pending[2].only, (DocumentKey{1, 0}));
  EXPECT_EQ(sum(store()).pending_entries, 6U) << "nobody is counted twice";
  // It crashes again, and that is all.
  store().set_aside(failure({1, 0}, 0, FailureClass::crash), {});
  EXPECT_EQ(pending_ids(store()), (std::vector<BatchId>{1, 2}));
  EXPECT_EQ(store().dead_letters().at(0).verdict.attempts, 2U);
  EXPECT_EQ(store().dead_letters().at(0).verdict.failure_class, FailureClass::crash);
  commit({1, 2, 2, {}, {}, {}, {}});
  commit({2, 3, 3, {}, {}, {}, {}});
  const Totals totals = sum(store());
  EXPECT_EQ(totals.read, 6U);
  EXPECT_EQ(totals.dead, 1U);
  EXPECT_TRUE(totals.books_balance());
  EXPECT_TRUE(store().all_committed());
}

TEST_F(Attempts, GiveADocumentUpBeforeItsBatchHasRun) {
  store().set_aside(failure({1, 0}, 0, FailureClass::crash), {});
  EXPECT_EQ(all_pending(store())[0].left_out, (std::vector<DocumentKey>{{1, 0}}));
  EXPECT_TRUE(sum(store()).books_balance());
  commit({1, 2, 2, {}, {}, {}, {}});
  EXPECT_EQ(sum(store()).read, 3U);
  EXPECT_TRUE(sum(store()).books_balance());
}

TEST_F(Attempts, RefuseToSetAsideWhatIsCommitted) {
  commit({1, 3, 3, {}, {}, {}, {}});
  EXPECT_THROW(store().set_aside(failure({1, 0}, 0), long_ago()), StoreError);
  EXPECT_TRUE(store().attempts({1, 0}).empty()) << "half of it happened";
}

TEST_F(Attempts, BeginAnewForADeadLetterThatIsReopened) {
  commit({1, 3, 2, {death({1, 0}, 1)}, {}, {}, {}, {}, {{failure({1, 0}, 1), {}}}});
  store().reopen({{1, 0}}, 5);
  EXPECT_EQ(pending_ids(store()), (std::vector<BatchId>{2, 3}));
  EXPECT_EQ(sum(store()).read, 2U);
  EXPECT_TRUE(sum(store()).books_balance());
  AttemptHistory history = store().attempt_history({1, 0});
  EXPECT_EQ(history.attempts, 0U);
  EXPECT_EQ(history.before, 1U);
  EXPECT_EQ(history.allowed, 5U);
  // The same again, now that it has a batch of its own.
  commit({3, 1, 0, {death({1, 0}, 2)}, {}, {}, {}, {}, {{failure({1, 0}, 3), {}}}});
  store().reopen({{1, 0}}, {});
  EXPECT_EQ(pending_ids(store()), (std::vector<BatchId>{2, 3}));
  history = store().attempt_history({1, 0});
  EXPECT_EQ(history.attempts, 0U);
  EXPECT_EQ(history.before, 2U);
  EXPECT_FALSE(history.allowed);
  EXPECT_EQ(store().attempts({1, 0}).size(), 2U) << "what it went through is remembered";
  commit({3, 1, 1, {}, {}, {}, {}});
  EXPECT_EQ(sum(store()).done, 3U);
  EXPECT_TRUE(sum(store()).books_balance());
}

TEST_F(Attempts, ReopenNothingWhereOneIsNotDead) {
  commit({1, 3, 2, {death({1, 0}, 1)}, {}, {}, {}, {}, {{failure({1, 0}, 1), {}}}});
  EXPECT_THROW(store().reopen({{1, 0}, {2, 0}}, {}), StoreError);
  EXPECT_EQ(sum(store()).dead, 1U);
}

TEST_F(Attempts, AreForgottenWithWhatIsToRunAnew) {
  commit_first(much_later());
  commit({2, 3, 2, {death({4, 0}, 1)}, {}, {}, {}, {}, {{failure({4, 0}, 2), {}}}});
  store().forget({{"files"}, {}}, {Decision::rerun_affected, "", {}, 0, 0}, "another");
  EXPECT_EQ(pending_ids(store()), (std::vector<BatchId>{1, 2, 3})) << "nobody waits any more";
  EXPECT_TRUE(store().attempts({1, 0}).empty());
  EXPECT_TRUE(store().attempts({4, 0}).empty());
  EXPECT_TRUE(sum(store()).books_balance());
}

TEST_F(Attempts, OfADocumentThatLeftAreNotThoseOfItsFormerBatch) {
  commit_first(much_later());
  // 2 loses its name to a document that came later: its batch is undone.
  CommitRecord record;
  DocumentVerdict taken = dead({2, 0}, "name_taken", "sink");
  record.evictions.push_back({taken, 1});
  record.batches.push_back({2, 3, 3, {}, {}, {}, {}});
  store().commit(record);
  EXPECT_EQ(store().attempts({1, 0}).size(), 1U);
  EXPECT_EQ(store().waiting().documents, 1U);
  EXPECT_EQ(all_pending(store())[0].left_out, (std::vector<DocumentKey>{{1, 0}, {2, 0}}));
}

}  // namespace
}  // namespace weir::store
