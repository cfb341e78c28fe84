#include <gtest/gtest.h>

#include "store/store_fixture.h"

namespace weir::store {
namespace {

using Commit = StoreFixture;

TEST_F(Commit, BooksBalancePerSource) {
  {
    ListingWriter listing = store().begin_listing();
    listing.add("filings", std::vector{listed_file("a", 10), listed_file("b", 20), listed_file("c", 30)});
    listing.add("letters", std::vector{listed_file("d", 40)});
    listing.add("letters", std::vector{listed_file("e", 50)});
    listing.finish();
  }
  CommitRecord record;
  record.batches.push_back({1, 3, 1, {filtered({0, 0}, "short"), dead({2, 0}, "broken")}, {}, {}, {}});
  record.batches.push_back({2, 1, 1, {}, {}, {}, {}});
  EXPECT_EQ(store().commit(record).epoch, 1U);
  reopen();

  const std::vector<Totals> totals = store().totals();
  ASSERT_EQ(totals.size(), 2U);
  EXPECT_EQ(totals[0].source, "filings");
  EXPECT_EQ(totals[0].read, 3U);
  EXPECT_EQ(totals[0].done, 1U);
  EXPECT_EQ(totals[0].filtered, 1U);
  EXPECT_EQ(totals[0].dead, 1U);
  EXPECT_EQ(totals[0].pending_entries, 0U);
  EXPECT_EQ(totals[1].source, "letters");
  EXPECT_EQ(totals[1].entries, 2U);
  EXPECT_EQ(totals[1].bytes, 90U);
  EXPECT_EQ(totals[1].pending_entries, 1U);
  EXPECT_EQ(totals[1].pending_bytes, 50U);
  EXPECT_EQ(totals[1].done, 1U);
  EXPECT_TRUE(totals[0].books_balance());
  EXPECT_TRUE(totals[1].books_balance());
  EXPECT_EQ(pending_ids(store()), std::vector<BatchId>{3});
  EXPECT_FALSE(store().all_committed());
}

TEST_F(Commit, ShowsWhenTheBooksDoNotBalance) {
  list_files(store(), 1, 2);
  CommitRecord record;
  record.batches.push_back({1, 2, 1, {}, {}, {}, {}});
  store().commit(record);
  EXPECT_FALSE(sum(store()).books_balance());
}

TEST_F(Commit, LetsNoSourceMakeUpForAnother) {
  Totals one, other;
  one.read = 3;
  one.done = 2;
  other.read = 2;
  other.done = 3;
  Totals both;
  both.add(one);
  both.add(other);
  EXPECT_EQ(both.read, both.done);
  EXPECT_FALSE(both.books_balance());
}

TEST_F(Commit, CountsReasonsDropsAndWork) {
  list_files(store(), 2, 2);
  CommitRecord first;
  first.batches.push_back(
      {1, 2, 0, {filtered({0, 0}, "short"), filtered({1, 0}, "short")}, {{"gate", "short", 5}}, {}, {}});
  first.work.push_back({"gate", 2, 7, 2, 5, 0, 1000, 900});
  store().commit(first);
  CommitRecord second;
  second.batches.push_back({2, 2, 1, {dead({3, 0}, "broken")}, {{"gate", "short", 1}, {"gate", "long", 2}}, {}, {}});
  second.work.push_back({"gate", 2, 4, 1, 3, 1, 500, 400});
  store().commit(second);

  ASSERT_EQ(store().filtered().size(), 1U);
  EXPECT_EQ(store().filtered()[0].documents, 2U);
  ASSERT_EQ(store().dead().size(), 1U);
  EXPECT_EQ(store().dead()[0].reason, "broken");
  const auto drops = store().drops();
  ASSERT_EQ(drops.size(), 2U);
  EXPECT_EQ(drops[0].reason, "short");
  EXPECT_EQ(drops[0].documents, 6U);
  const auto work = store().node_work();
  ASSERT_EQ(work.size(), 1U);
  EXPECT_EQ(work[0].calls, 4U);
  EXPECT_EQ(work[0].documents_in, 11U);
  EXPECT_EQ(work[0].failed, 1U);
  EXPECT_EQ(work[0].cpu_ns, 1300U);
}

TEST_F(Commit, HappensWholeOrNotAtAll) {
  list_files(store(), 3, 1);
  CommitRecord record;
  record.batches.push_back({1, 1, 1, {}, {}, {}, {}});
  store().commit(record);

  // The second batch is fine, the first one is committed already: nothing of the record may stay.
  CommitRecord twice;
  twice.batches.push_back({2, 1, 0, {dead({1, 0}, "broken")}, {}, {{{1, 0}, {1, 0}}}, {}});
  twice.batches.push_back({1, 1, 1, {}, {}, {}, {}});
  twice.parts.push_back({{1, 0}, 77});
  EXPECT_THROW(store().commit(twice), StoreError);
  EXPECT_EQ(pending_ids(store()), (std::vector<BatchId>{2, 3}));
  EXPECT_TRUE(store().parts().empty());
  EXPECT_TRUE(store().dead_letters().empty());
  EXPECT_EQ(store().state().epoch, 1U);

  // The connection is none the worse for it.
  twice.batches.pop_back();
  EXPECT_EQ(store().commit(twice).epoch, 2U);
  EXPECT_EQ(store().parts()[0].length, 77U);
}

TEST_F(Commit, GivesNoDocumentTwoVerdicts) {
  list_files(store(), 1, 1);
  CommitRecord record;
  record.batches.push_back({1, 1, 0, {dead({0, 0}, "broken"), filtered({0, 0}, "short")}, {}, {}, {}});
  EXPECT_THROW(store().commit(record), StoreError);
}

TEST_F(Commit, CountsForItsSession) {
  list_files(store(), 2, 3);
  store().begin_session(41);
  CommitRecord record;
  record.batches.push_back({1, 3, 3, {}, {}, {}, {}});
  store().commit(record);
  reopen();
  store().begin_session(42);
  record.batches[0].batch = 2;
  store().commit(record);
  store().end_session("done");

  const std::vector<Session> sessions = store().sessions();
  ASSERT_EQ(sessions.size(), 2U);
  EXPECT_EQ(sessions[0].pid, 41U);
  EXPECT_EQ(sessions[0].outcome, "");
  EXPECT_EQ(sessions[0].documents, 3U);
  EXPECT_EQ(sessions[1].pid, 42U);
  EXPECT_EQ(sessions[1].commits, 1U);
  EXPECT_EQ(sessions[1].bytes, 300U);
  EXPECT_EQ(sessions[1].outcome, "done");
  EXPECT_LE(sessions[1].started_ms, sessions[1].committed_ms);
}

TEST_F(Commit, RemembersWhichRenamesAreStillToBeDone) {
  list_files(store(), 2, 1);
  CommitRecord first;
  first.batches.push_back({1, 1, 1, {}, {}, {}, {{"a.json", 1, {0, 0}, "t1", 10, "00"}}});
  store().commit(first);
  ASSERT_EQ(store().unsettled_files().size(), 1U);
  EXPECT_EQ(store().unsettled_files()[0].name, "a.json");
  EXPECT_EQ(store().unsettled_files()[0].temporary, "t1");

  // The next commit says that the first file has its name; its own has not.
  CommitRecord second;
  second.earlier_files_settled = true;
  second.batches.push_back({2, 1, 1, {}, {}, {}, {{"b.json", 1, {1, 0}, "t2", 10, "01"}}});
  store().commit(second);
  ASSERT_EQ(store().unsettled_files().size(), 1U);
  EXPECT_EQ(store().unsettled_files()[0].name, "b.json");

  store().commit(
      {.batches = {}, .evictions = {}, .parts = {}, .work = {}, .earlier_files_settled = true, .removed_files = {}});
  EXPECT_TRUE(store().unsettled_files().empty());
}

TEST_F(Commit, GivesNoNameTwice) {
  list_files(store(), 2, 1);
  store().sink_number("documents");
  CommitRecord record;
  record.batches.push_back({1, 1, 1, {}, {}, {}, {{"a.json", 1, {0, 0}, "t1", 10, "00"}}});
  store().commit(record);
  CommitRecord second;
  second.batches.push_back({2, 1, 1, {}, {}, {}, {{"a.json", 1, {1, 0}, "t2", 10, "01"}}});
  EXPECT_THROW(store().commit(second), StoreError);
  EXPECT_EQ(store().name_claim("a.json")->document, (DocumentKey{0, 0}));
  EXPECT_EQ(store().name_claim("a.json")->sink, "documents");
}

}  // namespace
}  // namespace weir::store
