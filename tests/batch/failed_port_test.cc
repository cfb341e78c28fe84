// The port `failed` of a transform: what the stage rejects goes on by it, as it came in, and is no failure any more.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <new>
#include <stdexcept>

#include "batch/graph.h"

namespace weir::batch {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

void pass(Document document, Emitter& out) { out.emit(std::move(document)); }

// Rejects texts that begin with "bad", after it has changed them; others get an exclamation mark.
void reject_bad(Document document, Emitter& out) {
  const std::string text = text_of(document);
  document.metadata().set("seen", true);
  set_text(document, text + "!");
  if (text.starts_with("bad")) return out.fail(FailureClass::rejected, "is_bad", "it says " + text);
  out.emit(std::move(document));
}

// "text node class reason message" and whether the stage has left anything in the document.
void write_error(const Document& document, RecordWriter& out) {
  const Metadata& metadata = document.metadata();
  out.append(document.text().view());
  for (const char* key : {"error_node", "error_class", "error_reason", "error_message"}) {
    out.append(" ");
    out.append(metadata.string(key));
  }
  out.append(metadata.find("seen") ? " seen\n" : "\n");
  out.end_record();
}

PortOf failed_of(const Graph& graph, std::size_t node) { return {node, graph.wiring.nodes[node].failed_port()}; }

TEST(FailedPort, TakesWhatAStageRejectsAsItCameInWithTheErrorAsMetadata) {
  Graph graph;
  const auto files = graph.source();
  const auto check = graph.transform("check", files, reject_bad);
  const auto good = graph.lines("good", check);
  const auto bad = graph.sink("bad", {failed_of(graph, check)}, write_error);
  const auto batch = graph.run({"a", "bad1", "b", "bad2"});
  EXPECT_EQ(graph.written(*batch, good), "a!\nb!\n");
  EXPECT_EQ(graph.written(*batch, bad),
            "bad1 check rejected is_bad it says bad1\nbad2 check rejected is_bad it says bad2\n");
  EXPECT_THAT(failures(batch->result(check)), IsEmpty());
  EXPECT_EQ(batch->result(check).documents_out, 4U);
  EXPECT_EQ(graph.settle(*batch).done, 4U);
}

TEST(FailedPort, LeavesDeadLettersWhereNobodyTakesIt) {
  Graph graph;
  const auto check = graph.transform("check", graph.source(), reject_bad);
  graph.lines("good", check);
  const auto batch = graph.run({"a", "bad1"});
  EXPECT_THAT(failures(batch->result(check)), ElementsAre("1 rejected is_bad"));
  EXPECT_EQ(graph.settle(*batch).dead, 1U);
}

TEST(FailedPort, TakesWhatAnExceptionRejects) {
  Graph graph;
  const auto check =
      graph.transform("check", graph.source(), [](Document, Emitter&) { throw std::runtime_error("broken"); });
  graph.lines("good", check);
  const auto bad = graph.sink("bad", {failed_of(graph, check)}, write_error);
  const auto batch = graph.run({"a"});
  EXPECT_EQ(graph.written(*batch, bad), "a check rejected exception broken\n");
}

TEST(FailedPort, IsNotForWhatAnotherAttemptMayMendNorForABugOfTheStage) {
  Graph graph;
  const auto check = graph.transform("check", graph.source(), [](Document document, Emitter& out) {
    const std::string text = text_of(document);
    if (text == "transient") out.fail(FailureClass::transient, "gone", "");
    if (text == "timeout") out.fail(FailureClass::timeout, "slow", "");
    if (text == "crash") out.fail(FailureClass::crash, "died", "");
    if (text == "memory") throw std::bad_alloc();
  });
  graph.lines("good", check);
  const auto bad = graph.sink("bad", {failed_of(graph, check)}, write_error);
  const auto batch = graph.run({"transient", "timeout", "crash", "memory", "lost"});
  EXPECT_EQ(graph.written(*batch, bad), "");
  EXPECT_THAT(failures(batch->result(check)), ElementsAre("0 transient gone", "1 timeout slow", "2 crash died",
                                                          "3 memory out_of_memory", "4 lost lost"));
  EXPECT_EQ(graph.settle(*batch).dead, 5U);
}

TEST(FailedPort, IsNotForAStageThatCannotBeMade) {
  Graph graph;
  const auto check =
      graph.add<ActingTransform>("check", weir::stage<ActingTransform>("transforming", ""),
                                 {pass, [] { throw std::runtime_error("no model"); }}, {PortOf{graph.source(), 0}});
  graph.lines("good", check);
  const auto bad = graph.sink("bad", {failed_of(graph, check)}, write_error);
  const auto batch = graph.run({"a"});
  EXPECT_EQ(graph.written(*batch, bad), "");
  EXPECT_THAT(failures(batch->result(check)), ElementsAre("0 rejected stage_not_made"));
}

TEST(FailedPort, CountsByWhatBecomesOfADocumentOnItsBranch) {
  Graph graph;
  const auto check = graph.transform("check", graph.source(), reject_bad);
  graph.lines("good", check);
  const auto mend = graph.transform("mend", {failed_of(graph, check)}, [](Document document, Emitter& out) {
    const std::string text = text_of(document);
    if (text == "bad drop") return out.drop("hopeless");
    if (text == "bad fail") return out.fail(FailureClass::rejected, "worse", "");
    out.emit(std::move(document));
  });
  const auto mended = graph.lines("mended", mend);
  const auto batch = graph.run({"a", "bad drop", "bad fail", "bad but mended"});
  EXPECT_EQ(graph.written(*batch, mended), "bad but mended\n");
  const Settlement books = graph.settle(*batch);
  EXPECT_EQ(books.read, 4U);
  EXPECT_EQ(books.done, 2U);
  EXPECT_EQ(books.filtered, 1U);
  EXPECT_EQ(books.dead, 1U);
  EXPECT_EQ(books.not_done[0].reason, "hopeless");
  EXPECT_EQ(books.not_done[1].reason, "worse");
  EXPECT_EQ(books.not_done[1].node, mend);
}

TEST(FailedPort, OfOnePartOfADocumentLeavesTheOthersOnTheirWay) {
  Graph graph;
  const auto split = graph.transform("split", graph.source(), [](Document document, Emitter& out) {
    for (const char* part : {"good 1", "bad 2", "good 3"}) {
      Document child = document.derive();
      set_text(child, part);
      out.emit(std::move(child));
    }
  });
  const auto check = graph.transform("check", split, reject_bad);
  const auto all = graph.lines("all", {PortOf{check, 0}, failed_of(graph, check)});
  const auto batch = graph.run({"a", "b"});
  EXPECT_EQ(graph.written(*batch, all), "good 1!\ngood 3!\nbad 2\ngood 1!\ngood 3!\nbad 2\n");
  EXPECT_EQ(graph.settle(*batch).done, 2U);
}

TEST(FailedPort, JoinsOtherBranchesInTheOrderOfTheInput) {
  Graph graph;
  const auto check = graph.transform("check", graph.source(), reject_bad);
  const auto mend = graph.transform("mend", {failed_of(graph, check)}, pass);
  const auto all = graph.lines("all", {PortOf{mend, 0}, PortOf{check, 0}});
  const auto again = graph.lines("again", {failed_of(graph, check)});  // a second taker has a copy of its own
  const auto batch = graph.run({"d", "bad c", "b", "bad a"});
  EXPECT_EQ(graph.written(*batch, all), "d!\nbad c\nb!\nbad a\n");
  EXPECT_EQ(graph.written(*batch, again), "bad c\nbad a\n");
}

// A call about several source documents may reject some of them, in any order; they go on in that of the input.
TEST(FailedPort, TakesOfARunTheDocumentsThatAreMeant) {
  Graph graph;
  const auto check = graph.runs("check", graph.source(), 4, [](std::span<Document> documents, Emitter& out) {
    for (std::size_t i = documents.size(); i > 0; --i) {
      Document& document = documents[i - 1];
      if (text_of(document).starts_with("bad")) {
        out.fail(document, FailureClass::rejected, "is_bad", "first");
        out.fail(document, FailureClass::rejected, "is_bad", "second");
        out.drop(document, "also_dropped");
      } else {
        out.emit(std::move(document));
      }
    }
  });
  const auto good = graph.lines("good", check);
  const auto bad = graph.sink("bad", {failed_of(graph, check)}, write_error);
  const auto batch = graph.run({"bad1", "a", "bad2", "b", "bad3"});
  EXPECT_EQ(graph.written(*batch, good), "a\nb\n");
  EXPECT_EQ(graph.written(*batch, bad),
            "bad1 check rejected is_bad first\nbad2 check rejected is_bad first\nbad3 check rejected is_bad first\n");
  EXPECT_THAT(drops(batch->result(check)), IsEmpty());
  EXPECT_EQ(graph.settle(*batch).done, 5U);
}

TEST(FailedPort, TakesAllDocumentsOfACallThatThrows) {
  Graph graph;
  const auto check = graph.runs("check", graph.source(), 2, [](std::span<Document> documents, Emitter& out) {
    for (Document& document : documents) {
      const bool bad = text_of(document) == "bad";
      set_text(document, "changed");
      if (bad) throw std::runtime_error("broken");
      out.emit(std::move(document));
    }
  });
  const auto good = graph.lines("good", check);
  const auto bad = graph.lines("bad", {failed_of(graph, check)});
  const auto batch = graph.run({"a", "bad", "c"});
  EXPECT_EQ(graph.written(*batch, good), "changed\n");
  EXPECT_EQ(graph.written(*batch, bad), "a\nbad\n");
}

// What it says of a document twice, a failure that may be mended and a rejection: it runs again.
TEST(FailedPort, DoesNotHideAnotherFailureOfTheSameDocument) {
  Graph graph;
  const auto check = graph.transform("check", graph.source(), [](Document, Emitter& out) {
    out.fail(FailureClass::rejected, "is_bad", "");
    out.fail(FailureClass::transient, "gone", "");
  });
  graph.lines("good", check);
  graph.lines("bad", {failed_of(graph, check)});
  const auto batch = graph.run({"a"});
  EXPECT_EQ(graph.settle(*batch).not_done.at(0).reason, "gone");
}

TEST(FailedPort, CannotBeEmittedTo) {
  Graph graph;
  const auto check = graph.transform("check", graph.source(), [](Document document, Emitter& out) {
    if (text_of(document) == "by name") return out.emit("failed", std::move(document));
    out.emit(std::size_t{1}, std::move(document));
  });
  graph.lines("good", check);
  const auto bad = graph.sink("bad", {failed_of(graph, check)}, write_error);
  const auto batch = graph.run({"by name", "by number"});
  EXPECT_EQ(graph.written(*batch, bad),
            "by name check rejected exception no such port: failed\n"
            "by number check rejected exception no such port\n");
}

}  // namespace
}  // namespace weir::batch
