// The books balance: every source document ends as exactly one of dead (anything derived from it failed), done (a
// record of it reached a sink), or filtered (with the first drop reason in node order).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <set>
#include <stdexcept>

#include "batch/graph.h"
#include "batch/run.h"

namespace weir::batch {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Verdicts that are not plainly done, short enough to compare.
std::vector<std::string> not_done(const Settlement& settlement, const Wiring& wiring) {
  std::vector<std::string> lines;
  for (const NotDone& verdict : settlement.not_done) {
    lines.push_back(std::to_string(verdict.position) + (verdict.dead ? " dead " : " filtered ") +
                    wiring.nodes[verdict.node].id + " " + verdict.reason);
  }
  return lines;
}

std::vector<std::string> drop_counts(const Settlement& settlement, const Wiring& wiring) {
  std::vector<std::string> lines;
  for (const DropCount& drop : settlement.drops) {
    lines.push_back(wiring.nodes[drop.node].id + " " + drop.reason + " " + std::to_string(drop.count));
  }
  return lines;
}

// Emits one document for each letter: 'x' is dropped, 'f' fails, the rest goes on.
void letters(Document document, Emitter& out) {
  for (const char letter : text_of(document)) {
    Document part = document.derive();
    set_text(part, std::string(1, letter));
    out.emit(std::move(part));
  }
}
void judge(Document document, Emitter& out) {
  const std::string text = text_of(document);
  if (text == "x") return out.drop("an_x");
  if (text == "f") return out.fail(FailureClass::rejected, "an_f", "an f was seen");
  out.emit(std::move(document));
}

class Books : public ::testing::Test {
 protected:
  Books() {
    const auto files = graph_.source();
    const auto parts = graph_.transform("letters", files, letters);
    const auto judged = graph_.transform("judge", parts, judge);
    lines_ = graph_.lines("lines", judged);
  }

  Graph graph_;
  std::size_t lines_ = 0;
};

TEST_F(Books, CountEachSourceDocumentOnce) {
  const auto batch = graph_.run({"ab", "xx", "af", "c"});
  const Settlement settlement = graph_.settle(*batch);
  EXPECT_EQ(settlement.read, 4U);
  EXPECT_EQ(settlement.done, 2U);
  EXPECT_EQ(settlement.filtered, 1U);
  EXPECT_EQ(settlement.dead, 1U);
  EXPECT_THAT(not_done(settlement, graph_.wiring), ElementsAre("1 filtered judge an_x", "2 dead judge an_f"));
}

TEST_F(Books, ADocumentIsDeadThoughRecordsOfItReachedASink) {
  const auto batch = graph_.run({"abfc"});
  EXPECT_EQ(graph_.written(*batch, lines_), "a\nb\nc\n");  // left out by the committer
  const Settlement settlement = graph_.settle(*batch);
  EXPECT_EQ(settlement.dead, 1U);
  EXPECT_EQ(settlement.done, 0U);
  ASSERT_EQ(settlement.not_done.size(), 1U);
  EXPECT_EQ(settlement.not_done[0].message, "an f was seen");
  EXPECT_EQ(settlement.not_done[0].failure_class, FailureClass::rejected);
}

TEST_F(Books, DroppedPartsChangeNoVerdictAndAreCounted) {
  const auto batch = graph_.run({"axx", "b", "x"});
  const Settlement settlement = graph_.settle(*batch);
  EXPECT_EQ(settlement.done, 2U);
  EXPECT_EQ(settlement.filtered, 1U);
  EXPECT_THAT(drop_counts(settlement, graph_.wiring), ElementsAre("judge an_x 3"));
}

TEST_F(Books, ADeadDocumentsDropsAreCountedToo) {
  const auto batch = graph_.run({"xf"});
  const Settlement settlement = graph_.settle(*batch);
  EXPECT_EQ(settlement.dead, 1U);
  EXPECT_EQ(settlement.filtered, 0U);
  EXPECT_THAT(drop_counts(settlement, graph_.wiring), ElementsAre("judge an_x 1"));
}

// Their verdicts stand elsewhere already.
TEST_F(Books, LeaveOutWhatTheBatchLeavesOut) {
  graph_.build();
  std::vector<BatchEntry> entries(4);
  for (std::size_t i = 0; i < entries.size(); ++i) {
    entries[i].ordinal = 10 + i;
    entries[i].listed.path = "a";
    entries[i].listed.size = 100 * (i + 1);
    entries[i].left_out = i >= 2;
  }
  entries[2].listed.refusal = ListedEntry::Refusal{};
  entries[3].listed.location = "/a file that is gone";
  Batch batch(0, 0, entries, graph_.wiring);
  run_serially(graph_.wiring, graph_.instances, batch);
  const Settlement settlement = graph_.settle(batch);
  EXPECT_EQ(settlement.read, 2U);
  EXPECT_EQ(settlement.done, 2U);
  EXPECT_THAT(settlement.not_done, IsEmpty());
  EXPECT_EQ(batch.bytes(), 300U);
  EXPECT_EQ(batch.largest_entry(), 200U);
  EXPECT_EQ(batch.source_documents()[3].origin.entry, 13U);
}

// Without it, books would balance that know nothing of what was lost.
TEST_F(Books, AreNotMadeOfABatchThatLostAnEntry) {
  graph_.build();
  Batch batch(0, 0, std::vector<BatchEntry>(2), graph_.wiring);
  batch.add_source_document(0, 0, false, "in");
  EXPECT_THROW(graph_.settle(batch), std::logic_error);
}

TEST_F(Books, OfAnEmptyBatchAreEmpty) {
  const auto batch = graph_.run({});
  const Settlement settlement = graph_.settle(*batch);
  EXPECT_EQ(settlement.read, 0U);
  EXPECT_THAT(settlement.not_done, IsEmpty());
}

TEST(Verdict, KeepsTheFirstReasonInNodeOrderAndNotInTime) {
  Graph graph;
  const auto files = graph.source();
  const auto split = graph.transform("split", files,
                                     [](Document document, Emitter& out) {
                                       out.emit("late", document.copy());
                                       out.emit(std::move(document));
                                     },
                                     {"late"});
  const auto first = graph.transform("first", {{split, 0}}, [](Document, Emitter& out) { out.drop("first_drop"); });
  const auto second = graph.transform("second", {{split, 1}}, [](Document, Emitter& out) { out.drop("second_drop"); });
  const auto lines = graph.lines("lines", {{first, 0}, {second, 0}});
  graph.build();
  ListedEntry entry;
  entry.path = "a";
  const auto batch = graph.batch({entry});
  for (const std::size_t node : {files, split, second, first, lines}) {
    run_with(graph.wiring, node, *graph.instances[node], *batch);
  }
  EXPECT_THAT(not_done(graph.settle(*batch), graph.wiring), ElementsAre("0 filtered first first_drop"));
}

TEST(Verdict, KeepsTheFirstFailureInNodeOrder) {
  Graph graph;
  const auto files = graph.source();
  const auto fail = [](const std::string& reason) {
    return [reason](Document, Emitter& out) { out.fail(FailureClass::rejected, reason, ""); };
  };
  const auto first = graph.transform("first", files, fail("first_failure"));
  const auto second = graph.transform("second", files, fail("second_failure"));
  graph.lines("lines", {{second, 0}, {first, 0}});
  const auto batch = graph.run({"a"});
  EXPECT_THAT(not_done(graph.settle(*batch), graph.wiring), ElementsAre("0 dead first first_failure"));
}

TEST(Verdict, IsDoneIfAnySinkTookARecord) {
  Graph graph;
  const auto files = graph.source();
  const auto filter = graph.transform("filter", files, [](Document, Emitter& out) { out.drop("unwanted"); });
  graph.lines("one", filter);
  graph.lines("two", files);
  const auto batch = graph.run({"a"});
  const Settlement settlement = graph.settle(*batch);
  EXPECT_EQ(settlement.done, 1U);
  EXPECT_THAT(settlement.not_done, IsEmpty());
}

TEST(Verdict, DropCountsAreInNodeOrderThenByReason) {
  Graph graph;
  const auto files = graph.source();
  const auto early = graph.transform("zebra", files, [](Document document, Emitter& out) {
    if (text_of(document) < "c") return out.drop(text_of(document) == "a" ? "late_name" : "early_name");
    out.emit(std::move(document));
  });
  const auto late = graph.transform("ape", early, [](Document, Emitter& out) { out.drop("rest"); });
  graph.lines("lines", late);
  const auto batch = graph.run({"a", "b", "c", "d"});
  EXPECT_THAT(drop_counts(graph.settle(*batch), graph.wiring),
              ElementsAre("zebra early_name 1", "zebra late_name 1", "ape rest 2"));
}

// Whatever stages do, every source document gets exactly one verdict. Each letter of a text is a part with a fate of
// its own; what must come of the whole follows from the letters.
TEST(BooksOfManyDocuments, AlwaysBalance) {
  Graph graph;
  const auto files = graph.source();
  const auto parts = graph.transform("letters", files, letters);
  const auto judged = graph.transform("judge", parts,
                                      [](Document document, Emitter& out) {
                                        switch (text_of(document)[0]) {
                                          case 't':
                                            throw std::runtime_error("t");
                                          case 'n':
                                            return;  // no answer
                                          case 'r':
                                            return out.emit("rest", std::move(document));
                                          default:
                                            return judge(std::move(document), out);
                                        }
                                      },
                                      {"rest"});
  const auto other = graph.transform("other", judged, [](Document document, Emitter& out) {
    if (text_of(document) == "y") return out.drop("a_y");
    out.emit(std::move(document));
  });
  graph.lines("lines", {{judged, 0}, {other, 0}});
  graph.lines("only_other", other);

  std::mt19937 random(20);
  const std::string_view fates = "aabxyrftn";
  for (int round = 0; round < 200; ++round) {
    std::vector<std::string> paths;
    for (int i = 0; i < 12; ++i) {
      std::string text;
      for (auto length = 1 + random() % 4; length-- > 0;) text += fates[random() % fates.size()];
      paths.push_back(text);
    }
    const auto batch = graph.run(paths);
    const Settlement settlement = graph.settle(*batch);
    std::uint64_t dead = 0;
    std::uint64_t done = 0;
    for (const std::string& text : paths) {
      const bool failed = text.find_first_of("ftn") != std::string::npos;
      dead += failed;
      done += !failed && text.find_first_of("aby") != std::string::npos;
    }
    EXPECT_EQ(settlement.read, paths.size());
    EXPECT_EQ(settlement.dead, dead);
    EXPECT_EQ(settlement.done, done);
    EXPECT_EQ(settlement.filtered, paths.size() - dead - done);
    std::set<std::uint32_t> positions;
    for (const NotDone& verdict : settlement.not_done) EXPECT_TRUE(positions.insert(verdict.position).second);
    EXPECT_EQ(positions.size(), settlement.dead + settlement.filtered);
  }
}

}  // namespace
}  // namespace weir::batch
