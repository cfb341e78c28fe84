// What a transform may answer to a call, and what it means for the documents that the call was given.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>

#include "batch/graph.h"

namespace weir::batch {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(Answer, EmittedDocumentsGoOnInTheirOrder) {
  Graph graph;
  const auto files = graph.source();
  const auto twice = graph.transform("twice", files, [](Document document, Emitter& out) {
    Document second = document.copy();
    set_text(second, text_of(document) + "2");
    out.emit(std::move(document));
    out.emit(std::move(second));
  });
  const auto lines = graph.lines("lines", twice);
  const auto batch = graph.run({"a", "b"});
  EXPECT_EQ(graph.written(*batch, lines), "a\na2\nb\nb2\n");
  EXPECT_EQ(batch->result(twice).documents_in, 2U);
  EXPECT_EQ(batch->result(twice).documents_out, 4U);
}

TEST(Answer, NamedPortsLeadToTheirOwnTakers) {
  Graph graph;
  const auto files = graph.source();
  const auto route = graph.transform("route", files,
                                     [](Document document, Emitter& out) {
                                       if (text_of(document) == "b") return out.emit("other", std::move(document));
                                       if (text_of(document) == "c")
                                         return out.emit(std::size_t{1}, std::move(document));
                                       out.emit(std::move(document));
                                     },
                                     {"other"});
  const auto first = graph.lines("first", {{route, 0}});
  const auto second = graph.lines("second", {{route, 1}});
  const auto batch = graph.run({"a", "b", "c", "d"});
  EXPECT_EQ(graph.written(*batch, first), "a\nd\n");
  EXPECT_EQ(graph.written(*batch, second), "b\nc\n");
}

TEST(Answer, APortThatTheStageDoesNotHaveFailsTheDocument) {
  Graph graph;
  const auto files = graph.source();
  const auto route = graph.transform("route", files, [](Document document, Emitter& out) {
    if (text_of(document) == "b") return out.emit("nowhere", std::move(document));
    out.emit(std::move(document));
  });
  const auto lines = graph.lines("lines", route);
  const auto batch = graph.run({"a", "b", "c"});
  EXPECT_EQ(graph.written(*batch, lines), "a\nc\n");
  EXPECT_THAT(failures(batch->result(route)), ElementsAre("1 rejected exception"));
  EXPECT_THAT(batch->result(route).failures[0].failure.message, HasSubstr("nowhere"));
}

TEST(Answer, APortThatNobodyTakesDropsUnderItsName) {
  Graph graph;
  const auto files = graph.source();
  const auto route = graph.transform("route", files,
                                     [](Document document, Emitter& out) {
                                       if (text_of(document) == "b") return out.emit("rest", std::move(document));
                                       out.emit(std::move(document));
                                     },
                                     {"rest"});
  graph.lines("lines", {{route, 0}});
  const auto batch = graph.run({"a", "b"});
  EXPECT_THAT(drops(batch->result(route)), ElementsAre("1 rest"));
  EXPECT_THAT(batch->result(route).failures, IsEmpty());
  EXPECT_EQ(batch->result(route).documents_out, 1U);
  const Settlement settlement = graph.settle(*batch);
  EXPECT_EQ(settlement.done, 1U);
  EXPECT_EQ(settlement.filtered, 1U);
}

TEST(Answer, ADropCarriesItsReasonAndDetail) {
  Graph graph;
  const auto files = graph.source();
  const auto filter =
      graph.transform("filter", files, [](Document, Emitter& out) { out.drop("language", "it is en"); });
  graph.lines("lines", filter);
  const auto batch = graph.run({"a"});
  ASSERT_EQ(batch->result(filter).drops.size(), 1U);
  EXPECT_EQ(batch->result(filter).drops[0].reason, "language");
  EXPECT_EQ(batch->result(filter).drops[0].detail, "it is en");
}

TEST(Answer, ADropWithoutReasonIsAnErrorOfTheStage) {
  Graph graph;
  const auto files = graph.source();
  const auto filter = graph.transform("filter", files, [](Document, Emitter& out) { out.drop(""); });
  graph.lines("lines", filter);
  const auto batch = graph.run({"a"});
  EXPECT_THAT(batch->result(filter).drops, IsEmpty());
  EXPECT_THAT(failures(batch->result(filter)), ElementsAre("0 lost drop_without_reason"));
}

TEST(Answer, NoAnswerIsAnErrorOfTheStage) {
  Graph graph;
  const auto files = graph.source();
  const auto forgetful = graph.transform("forgetful", files, [](Document document, Emitter& out) {
    if (text_of(document) != "b") out.emit(std::move(document));
  });
  const auto lines = graph.lines("lines", forgetful);
  const auto batch = graph.run({"a", "b", "c"});
  EXPECT_EQ(graph.written(*batch, lines), "a\nc\n");
  EXPECT_THAT(failures(batch->result(forgetful)), ElementsAre("1 lost lost"));
}

TEST(Answer, AFailureKeepsAllThatItWasGiven) {
  Graph graph;
  const auto files = graph.source();
  const auto failing = graph.transform("failing", files, [](Document, Emitter& out) {
    out.fail(FailureClass::transient, "http.429", "too many requests: 30 a minute", std::chrono::seconds(2));
  });
  graph.lines("lines", failing);
  const auto batch = graph.run({"a"});
  ASSERT_EQ(batch->result(failing).failures.size(), 1U);
  const Failure& failure = batch->result(failing).failures[0].failure;
  EXPECT_EQ(failure.failure_class, FailureClass::transient);
  EXPECT_EQ(failure.reason, "http.429");
  EXPECT_EQ(failure.message, "too many requests: 30 a minute");
  EXPECT_EQ(failure.retry_after, std::chrono::milliseconds(2000));
}

TEST(Answer, AFailureDiscardsWhatTheCallEmittedBeforeAndAfterIt) {
  Graph graph;
  const auto files = graph.source();
  const auto failing = graph.transform("failing", files, [](Document document, Emitter& out) {
    if (text_of(document) != "b") return out.emit(std::move(document));
    out.emit(document.copy());
    out.fail(FailureClass::rejected, "bad", "half of it is missing");
    out.emit(std::move(document));
  });
  const auto lines = graph.lines("lines", failing);
  const auto batch = graph.run({"a", "b", "c"});
  EXPECT_EQ(graph.written(*batch, lines), "a\nc\n");
  EXPECT_EQ(batch->result(failing).documents_out, 2U);
}

TEST(Answer, APartMayBeDroppedWhileTheRestGoesOn) {
  Graph graph;
  const auto files = graph.source();
  const auto parts = graph.transform("parts", files, [](Document document, Emitter& out) {
    out.drop("too_short");
    out.drop("too_short");
    out.emit(std::move(document));
  });
  const auto lines = graph.lines("lines", parts);
  const auto batch = graph.run({"a"});
  EXPECT_EQ(graph.written(*batch, lines), "a\n");
  EXPECT_THAT(drops(batch->result(parts)), ElementsAre("0 too_short", "0 too_short"));
}

// A stage that keeps a document and sends it on in a later call would move it behind its neighbours, or lose it.
TEST(Answer, ADocumentOfAnotherCallIsAnErrorOfTheStage) {
  Graph graph;
  const auto files = graph.source();
  std::optional<Document> kept;
  const auto late = graph.transform("late", files, [&kept](Document document, Emitter& out) {
    if (text_of(document) == "b") return out.emit(std::move(*kept));
    if (text_of(document) == "a") kept.emplace(document.copy());
    out.emit(std::move(document));
  });
  const auto lines = graph.lines("lines", late);
  const auto batch = graph.run({"a", "b", "c"});
  EXPECT_EQ(graph.written(*batch, lines), "a\nc\n");
  EXPECT_THAT(failures(batch->result(late)), ElementsAre("1 lost foreign_document"));
  const Settlement settlement = graph.settle(*batch);
  EXPECT_EQ(settlement.read, settlement.done + settlement.filtered + settlement.dead);
}

TEST(Answer, ADocumentEmittedTwiceIsAnErrorOfTheStage) {
  Graph graph;
  const auto files = graph.source();
  const auto stutter = graph.transform("stutter", files, [](Document document, Emitter& out) {
    const bool again = text_of(document) == "b";
    out.emit(std::move(document));
    // What is tested is a document moved from. NOLINTNEXTLINE(bugprone-use-after-move,clang-analyzer-cplusplus.Move)
    if (again) out.emit(std::move(document));
  });
  const auto lines = graph.lines("lines", stutter);
  const auto batch = graph.run({"a", "b", "c"});
  EXPECT_EQ(graph.written(*batch, lines), "a\nc\n");
  EXPECT_THAT(failures(batch->result(stutter)), ElementsAre("1 lost foreign_document"));
}

TEST(Answer, AnEmptyListPassesOnAndCallsNobody) {
  Graph graph;
  const auto files = graph.source();
  const auto filter = graph.transform("filter", files, [](Document, Emitter& out) { out.drop("all"); });
  int calls = 0;
  const auto after = graph.transform("after", filter, [&calls](Document document, Emitter& out) {
    ++calls;
    out.emit(std::move(document));
  });
  const auto lines = graph.lines("lines", after);
  const auto batch = graph.run({"a", "b"});
  EXPECT_EQ(calls, 0);
  EXPECT_EQ(graph.written(*batch, lines), "");
  EXPECT_THAT(batch->result(lines).encoding.pieces, IsEmpty());
}

TEST(Answer, EveryCallIsCountedAndTimed) {
  Graph graph;
  const auto files = graph.source();
  const auto passing = graph.transform("passing", files, [](Document d, Emitter& out) { out.emit(std::move(d)); });
  graph.lines("lines", passing);
  const auto batch = graph.run({"a", "b", "c"});
  for (const std::size_t node : {files, passing}) {
    EXPECT_EQ(batch->result(node).call_ns.count(), 3U);
    EXPECT_GT(batch->result(node).wall_ns, 0U);
    EXPECT_GT(batch->result(node).cpu_ns, 0U);
  }
}

TEST(Answer, CallsAreNotTimedWhereNobodyWantsToKnow) {
  Graph graph;
  const auto files = graph.source();
  const auto passing = graph.transform("passing", files, [](Document d, Emitter& out) { out.emit(std::move(d)); });
  const auto lines = graph.lines("lines", passing);
  Surroundings surroundings;
  surroundings.time_calls = false;
  const auto batch = graph.run({"a", "b"}, surroundings);
  EXPECT_EQ(graph.written(*batch, lines), "a\nb\n");
  for (const std::size_t node : {files, passing, lines}) EXPECT_EQ(batch->result(node).call_ns.count(), 0U);
  EXPECT_GT(batch->result(passing).wall_ns, 0U);
}

}  // namespace
}  // namespace weir::batch
