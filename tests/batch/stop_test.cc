// A stop request: a call that saw it may end at once, and its batch is abandoned, since what it holds is incomplete. A
// batch in which nobody saw it is whole.
#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>

#include "batch/graph.h"

namespace weir::batch {
namespace {

class Stop : public ::testing::Test {
 protected:
  Surroundings surroundings() { return {&stop_, nullptr, true}; }

  Graph graph_;
  std::atomic<bool> stop_ = false;
};

TEST_F(Stop, AbandonsTheBatchOfACallThatSawIt) {
  int calls = 0;
  const auto files = graph_.source();
  const auto asking = graph_.transform("asking", files, [&](Document document, Emitter& out) {
    ++calls;
    stop_ = true;
    if (out.stop_requested()) return;
    out.emit(std::move(document));
  });
  int below = 0;
  graph_.sink("sink", asking, [&below](const Document&, RecordWriter&) { ++below; });
  const auto batch = graph_.run({"a", "b"}, surroundings());
  EXPECT_TRUE(batch->abandoned());
  EXPECT_EQ(calls, 1);
  EXPECT_EQ(below, 0);
  EXPECT_TRUE(batch->result(asking).failures.empty());
}

TEST_F(Stop, ThatNobodySawLeavesTheBatchWhole) {
  const auto files = graph_.source();
  const auto deaf = graph_.transform("deaf", files, [&](Document document, Emitter& out) {
    stop_ = true;
    out.emit(std::move(document));
  });
  const auto lines = graph_.lines("lines", deaf);
  const auto batch = graph_.run({"a", "b"}, surroundings());
  EXPECT_FALSE(batch->abandoned());
  EXPECT_EQ(graph_.written(*batch, lines), "a\nb\n");
}

TEST_F(Stop, AskedForInVainChangesNothing) {
  const auto files = graph_.source();
  const auto asking = graph_.transform("asking", files, [](Document document, Emitter& out) {
    EXPECT_FALSE(out.stop_requested());
    out.emit(std::move(document));
  });
  const auto lines = graph_.lines("lines", asking);
  const auto batch = graph_.run({"a"}, surroundings());
  EXPECT_FALSE(batch->abandoned());
  EXPECT_EQ(graph_.written(*batch, lines), "a\n");
}

// Throwing is a natural way to leave a deep parser: it must not make a document dead that only came at a bad moment.
TEST_F(Stop, SeenByACallThatThenThrowsIsNoFailure) {
  const auto files = graph_.source();
  const auto throwing = graph_.transform("throwing", files, [&](Document, Emitter& out) {
    stop_ = true;
    if (out.stop_requested()) throw std::runtime_error("stopped");
  });
  graph_.lines("lines", throwing);
  const auto batch = graph_.run({"a"}, surroundings());
  EXPECT_TRUE(batch->abandoned());
  EXPECT_TRUE(batch->result(throwing).failures.empty());
}

TEST_F(Stop, SeenByASourceAbandonsTheBatch) {
  for (const bool throws : {false, true}) {
    Graph graph;
    const auto files = graph.source([&](const ListedEntry&, SourceEmitter& out) {
      stop_ = true;
      if (out.out().stop_requested() && throws) throw std::runtime_error("stopped");
    });
    graph.lines("lines", files);
    const auto batch = graph.run({"a", "b"}, surroundings());
    EXPECT_TRUE(batch->abandoned());
    EXPECT_TRUE(batch->result(files).failures.empty());
  }
}

TEST_F(Stop, SeenByASinkAbandonsTheBatch) {
  for (const bool throws : {false, true}) {
    Graph graph;
    const auto files = graph.source();
    const auto sink = graph.sink("sink", files, [&](const Document& document, RecordWriter& out) {
      write_line(document, out);
      stop_ = true;
      if (out.stop_requested() && throws) throw std::runtime_error("stopped");
    });
    const auto batch = graph.run({"a", "b"}, surroundings());
    EXPECT_TRUE(batch->abandoned());
    EXPECT_TRUE(batch->result(sink).failures.empty());
    EXPECT_TRUE(batch->result(sink).encoding.pieces.empty());
  }
}

TEST_F(Stop, OfOneBatchDoesNotReachTheNext) {
  const auto files = graph_.source();
  const auto asking = graph_.transform("asking", files, [](Document document, Emitter& out) {
    if (out.stop_requested()) return;
    out.emit(std::move(document));
  });
  const auto lines = graph_.lines("lines", asking);
  stop_ = true;
  EXPECT_TRUE(graph_.run({"a"}, surroundings())->abandoned());
  stop_ = false;
  const auto batch = graph_.run({"a"}, surroundings());
  EXPECT_FALSE(batch->abandoned());
  EXPECT_EQ(graph_.written(*batch, lines), "a\n");
}

}  // namespace
}  // namespace weir::batch
