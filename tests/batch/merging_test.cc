// Where edges meet and where they part: inputs are merged by (position of the source document, position in `from`,
// order of emission), and a document on an edge to several nodes reaches each of them once.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "batch/graph.h"

namespace weir::batch {
namespace {

void pass(Document document, Emitter& out) { out.emit(std::move(document)); }

// Emits each text twice, with these endings.
Process twice(const std::string& first, const std::string& second) {
  return [first, second](Document document, Emitter& out) {
    for (const std::string& ending : {first, second}) {
      Document part = document.derive();
      set_text(part, text_of(document) + ending);
      out.emit(std::move(part));
    }
  };
}

TEST(Merging, FollowsPositionThenOrderOfFromThenEmission) {
  Graph graph;
  const auto files = graph.source();
  const auto left = graph.transform("left", files, twice("1", "2"));
  const auto right = graph.transform("right", files, twice("3", "4"));
  const auto left_first = graph.lines("left_first", {{left, 0}, {right, 0}});
  const auto right_first = graph.lines("right_first", {{right, 0}, {left, 0}});
  const auto batch = graph.run({"a", "b"});
  EXPECT_EQ(graph.written(*batch, left_first), "a1\na2\na3\na4\nb1\nb2\nb3\nb4\n");
  EXPECT_EQ(graph.written(*batch, right_first), "a3\na4\na1\na2\nb3\nb4\nb1\nb2\n");
}

TEST(Merging, JoinsTheBranchesOfARouteInTheOrderOfTheSource) {
  Graph graph;
  const auto files = graph.source();
  const auto route = graph.transform("route", files,
                                     [](Document document, Emitter& out) {
                                       const std::size_t port = text_of(document) < "c" ? 1 : 2;
                                       out.emit(port, std::move(document));
                                     },
                                     {"low", "high"});
  const auto low = graph.transform("low", {{route, 1}}, pass);
  const auto lines = graph.lines("lines", {{route, 2}, {low, 0}});
  const auto batch = graph.run({"d", "a", "c", "b"});
  EXPECT_EQ(graph.written(*batch, lines), "d\na\nc\nb\n");
}

TEST(Merging, ADiamondDoublesNothingBeyondWhatTheAuthorWrote) {
  Graph graph;
  const auto files = graph.source();
  const auto left = graph.transform("left", files, pass);
  const auto right = graph.transform("right", files, pass);
  int calls = 0;
  const auto join = graph.transform("join", {{left, 0}, {right, 0}}, [&calls](Document document, Emitter& out) {
    ++calls;
    out.emit(std::move(document));
  });
  const auto lines = graph.lines("lines", join);
  const auto batch = graph.run({"a", "b", "c"});
  EXPECT_EQ(calls, 6);
  EXPECT_EQ(graph.written(*batch, lines), "a\na\nb\nb\nc\nc\n");
  EXPECT_EQ(graph.settle(*batch).done, 3U);
}

TEST(Merging, TwoPortsOfOneNodeMayLeadToOneTaker) {
  Graph graph;
  const auto files = graph.source();
  const auto route = graph.transform("route", files,
                                     [](Document document, Emitter& out) {
                                       const bool odd = text_of(document) == "a";
                                       out.emit(odd ? "odd" : "out", std::move(document));
                                     },
                                     {"odd"});
  const auto lines = graph.lines("lines", {{route, 0}, {route, 1}});
  const auto batch = graph.run({"a", "b"});
  EXPECT_EQ(graph.written(*batch, lines), "a\nb\n");
}

TEST(FanOut, GivesEachTakerItsOwnCopy) {
  Graph graph;
  const auto files = graph.source([](const ListedEntry& entry, SourceEmitter& out) {
    Document document = out.document();
    document.set_text(Text::verbatim(entry.path, 10));
    document.blocks().push_back(
        {.begin = 0, .end = 1, .kind = BlockKind::heading, .level = 2, .style = {}, .table = 0});
    document.metadata().set("name", entry.path);
    document.set_content(Content(std::make_shared<MemoryBytes>("content of " + entry.path)));
    out.out().emit(std::move(document));
  });
  const auto changing = graph.transform("changing", files, [](Document document, Emitter& out) {
    document.metadata().set("name", "changed");
    document.blocks().clear();
    TextEdit edit(document);
    edit.replace(0, 1, "x");
    edit.apply();
    out.emit(std::move(document));
  });
  const auto changed = graph.lines("changed", changing);
  std::vector<Document> seen;
  const auto looking = graph.transform("looking", files, [&seen](Document document, Emitter& out) {
    seen.push_back(document.copy());
    out.emit(std::move(document));
  });
  const auto kept = graph.lines("kept", looking);
  const auto batch = graph.run({"a"});
  EXPECT_EQ(graph.written(*batch, changed), "x\n");
  EXPECT_EQ(graph.written(*batch, kept), "a\n");
  ASSERT_EQ(seen.size(), 1U);
  EXPECT_EQ(seen[0].metadata().string("name"), "a");
  EXPECT_EQ(seen[0].text().source_range(), (Range{10, 11}));
  ASSERT_EQ(seen[0].blocks().size(), 1U);
  EXPECT_EQ(seen[0].blocks()[0].level, 2);
  EXPECT_EQ(seen[0].content().read_string(0, 100), "content of a");
  EXPECT_EQ(seen[0].origin().path, "a");
  seen.clear();  // before the batch that they belong to
}

TEST(FanOut, CountsWhatWasEmittedOnce) {
  Graph graph;
  const auto files = graph.source();
  graph.lines("one", files);
  graph.lines("two", files);
  graph.lines("three", files);
  const auto batch = graph.run({"a", "b"});
  EXPECT_EQ(batch->result(files).documents_out, 2U);
  for (const std::size_t sink : {1U, 2U, 3U}) EXPECT_EQ(graph.written(*batch, sink), "a\nb\n");
  EXPECT_EQ(graph.settle(*batch).done, 2U);
}

}  // namespace
}  // namespace weir::batch
