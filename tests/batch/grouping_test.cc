// What one call is given: a document, all that one source document has become, or a run of at most n source documents
// whose bounds follow from their places in the batch.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "batch/graph.h"

namespace weir::batch {
namespace {

using ::testing::ElementsAre;

// Splits each text into its characters.
void split(Document document, Emitter& out) {
  for (const char c : text_of(document)) {
    Document part = document.derive();
    set_text(part, std::string(1, c));
    out.emit(std::move(part));
  }
}

// Notes the texts of each call, and sends everything on.
ProcessGroup note(std::vector<std::string>& calls) {
  return [&calls](std::span<Document> documents, Emitter& out) {
    std::string& call = calls.emplace_back();
    for (Document& document : documents) {
      call += text_of(document);
      out.emit(std::move(document));
    }
  };
}

TEST(Grouping, ByOriginGivesAllThatASourceDocumentHasBecome) {
  Graph graph;
  std::vector<std::string> calls;
  const auto files = graph.source();
  const auto parts = graph.transform("parts", files, split);
  graph.lines("lines", graph.group("group", parts, note(calls)));
  graph.run({"abc", "d", "ef"});
  EXPECT_THAT(calls, ElementsAre("abc", "d", "ef"));
}

TEST(Grouping, InRunsTakesNeighboursUpToTheirNumber) {
  Graph graph;
  std::vector<std::string> calls;
  const auto files = graph.source();
  graph.lines("lines", graph.runs("runs", files, 2, note(calls)));
  graph.run({"a", "b", "c", "d", "e"});
  EXPECT_THAT(calls, ElementsAre("ab", "cd", "e"));
}

TEST(Grouping, InRunsCountsSourceDocumentsAndNotTheirParts) {
  Graph graph;
  std::vector<std::string> calls;
  const auto files = graph.source();
  const auto parts = graph.transform("parts", files, split);
  graph.lines("lines", graph.runs("runs", parts, 2, note(calls)));
  graph.run({"abc", "de", "f"});
  EXPECT_THAT(calls, ElementsAre("abcde", "f"));
}

TEST(Grouping, ADocumentThatIsLeftOutMovesNoNeighbourIntoAnotherRun) {
  Graph graph;
  std::vector<std::string> calls;
  const auto files = graph.source();
  const auto filter = graph.transform("filter", files, [](Document document, Emitter& out) {
    if (text_of(document) == "b" || text_of(document) == "c") return out.drop("left out");
    out.emit(std::move(document));
  });
  graph.lines("lines", graph.runs("runs", filter, 2, note(calls)));
  graph.run({"a", "b", "c", "d", "e"});
  EXPECT_THAT(calls, ElementsAre("a", "d", "e"));
}

TEST(Grouping, AnEntryThatIsLeftOutKeepsItsPlaceInItsRun) {
  Graph graph;
  std::vector<std::string> calls;
  const auto files = graph.source();
  graph.lines("lines", graph.runs("runs", files, 2, note(calls)));
  graph.build();
  std::vector<BatchEntry> entries(5);
  for (std::size_t i = 0; i < entries.size(); ++i) {
    entries[i].ordinal = i;
    entries[i].listed.path = std::string(1, static_cast<char>('a' + i));
    entries[i].left_out = i == 1;
  }
  Batch batch(0, files, entries, graph.wiring);
  run_serially(graph.wiring, graph.instances, batch);
  EXPECT_THAT(calls, ElementsAre("a", "cd", "e"));
}

TEST(Grouping, InRunsOfAllTakesTheWholeBatch) {
  Graph graph;
  std::vector<std::string> calls;
  const auto files = graph.source();
  graph.lines("lines", graph.runs("runs", files, 1000, note(calls)));
  graph.run({"a", "b", "c"});
  EXPECT_THAT(calls, ElementsAre("abc"));
}

TEST(Grouping, AFailureMayNameOneDocumentOfTheCall) {
  Graph graph;
  const auto files = graph.source();
  const auto runs = graph.runs("runs", files, 3, [](std::span<Document> documents, Emitter& out) {
    for (Document& document : documents) {
      if (text_of(document) == "b") out.fail(document, FailureClass::rejected, "bad", "this one");
      out.emit(std::move(document));
    }
  });
  const auto lines = graph.lines("lines", runs);
  const auto batch = graph.run({"a", "b", "c"});
  EXPECT_EQ(graph.written(*batch, lines), "a\nc\n");
  EXPECT_THAT(failures(batch->result(runs)), ElementsAre("1 rejected bad"));
}

TEST(Grouping, AFailureThatNamesNobodyConcernsAll) {
  Graph graph;
  const auto files = graph.source();
  const auto runs = graph.runs("runs", files, 2, [](std::span<Document> documents, Emitter& out) {
    if (text_of(documents.front()) == "a") out.fail(FailureClass::transient, "http.503", "");
    for (Document& document : documents) out.emit(std::move(document));
  });
  const auto lines = graph.lines("lines", runs);
  const auto batch = graph.run({"a", "b", "c"});
  EXPECT_EQ(graph.written(*batch, lines), "c\n");
  EXPECT_THAT(failures(batch->result(runs)), ElementsAre("0 transient http.503", "1 transient http.503"));
}

TEST(Grouping, ADropMayNameOneDocumentOfTheCall) {
  Graph graph;
  const auto files = graph.source();
  const auto runs = graph.runs("runs", files, 3, [](std::span<Document> documents, Emitter& out) {
    out.drop(documents[1], "second");
    out.emit(std::move(documents[0]));
    out.emit(std::move(documents[2]));
  });
  graph.lines("lines", runs);
  const auto batch = graph.run({"a", "b", "c"});
  EXPECT_THAT(drops(batch->result(runs)), ElementsAre("1 second"));
  EXPECT_TRUE(batch->result(runs).failures.empty());
}

TEST(Grouping, ADocumentOfTheCallThatGetsNoAnswerIsLost) {
  Graph graph;
  const auto files = graph.source();
  const auto runs = graph.runs("runs", files, 3, [](std::span<Document> documents, Emitter& out) {
    out.emit(std::move(documents[0]));
    out.drop(documents[2], "third");
  });
  graph.lines("lines", runs);
  const auto batch = graph.run({"a", "b", "c"});
  EXPECT_THAT(failures(batch->result(runs)), ElementsAre("1 lost lost"));
}

// Whatever order a call answers in, documents stay in the order of their source documents.
TEST(Grouping, AnswersReturnToTheirPlaces) {
  Graph graph;
  const auto files = graph.source();
  const auto backwards = graph.runs("backwards", files, 3, [](std::span<Document> documents, Emitter& out) {
    for (std::size_t i = documents.size(); i-- > 0;) {
      Document second = documents[i].copy();
      set_text(second, text_of(documents[i]) + "2");
      out.emit(std::move(documents[i]));
      out.emit(std::move(second));
    }
  });
  const auto lines = graph.lines("lines", backwards);
  const auto batch = graph.run({"a", "b", "c", "d"});
  EXPECT_EQ(graph.written(*batch, lines), "a\na2\nb\nb2\nc\nc2\nd\nd2\n");
}

TEST(Grouping, AGroupSinkIsGivenAllOfASourceDocument) {
  Graph graph;
  const auto files = graph.source();
  const auto parts = graph.transform("parts", files, split);
  const auto sink = graph.group_sink("sink", parts, [](std::span<const Document> documents, RecordWriter& out) {
    out.begin_file("f");
    for (const Document& document : documents) out.append(document.text().view());
    out.end_record();
  });
  const auto batch = graph.run({"abc", "de"});
  const auto& kept = batch->result(sink).encoding.files;
  ASSERT_EQ(kept.size(), 2U);
  EXPECT_EQ(kept[0].bytes, "abc");
  EXPECT_EQ(kept[1].bytes, "de");
}

}  // namespace
}  // namespace weir::batch
