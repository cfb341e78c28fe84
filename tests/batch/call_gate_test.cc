// A gate before the calls of a node: each call enters and leaves once, however it ends; where one may not enter, the
// batch is abandoned.
#include "batch/call_gate.h"

#include <gtest/gtest.h>

#include <limits>
#include <stdexcept>

#include "batch/graph.h"

namespace weir::batch {
namespace {

class CountingGate final : public CallGate {
 public:
  bool holds_back(std::size_t node) const noexcept override { return node == held_back; }
  bool enter(std::size_t) noexcept override {
    if (entered == most) return false;
    ++entered;
    ++inside;
    return true;
  }
  void leave(std::size_t) noexcept override { --inside; }

  std::size_t held_back = 0;
  int most = std::numeric_limits<int>::max();
  int entered = 0;
  int inside = 0;
};

class CallGates : public ::testing::Test {
 protected:
  std::unique_ptr<Batch> run(const std::vector<std::string>& paths) { return graph_.run(paths, {.gate = &gate_}); }
  auto noting() {
    return [this](Document document, Emitter& out) {
      EXPECT_EQ(gate_.inside, 1);
      ++calls_;
      const std::string text = text_of(document);
      if (text == "throws") throw std::runtime_error("the call");
      if (text == "fails") return out.fail(FailureClass::rejected, "as_asked", "");
      if (text == "drops") return out.drop("as_asked");
      if (text != "loses") out.emit(std::move(document));
    };
  }

  Graph graph_;
  CountingGate gate_;
  int calls_ = 0;
};

TEST_F(CallGates, EveryCallLeavesHoweverItEnds) {
  const auto files = graph_.source();
  gate_.held_back = graph_.transform("held", files, noting());
  graph_.lines("lines", gate_.held_back);
  const auto batch = run({"a", "throws", "fails", "drops", "loses", "b"});
  EXPECT_FALSE(batch->abandoned());
  EXPECT_EQ(calls_, 6);
  EXPECT_EQ(gate_.entered, 6);
  EXPECT_EQ(gate_.inside, 0);
}

TEST_F(CallGates, OnlyThatNodeIsHeldBack) {
  const auto files = graph_.source();
  const auto free = graph_.transform("free", files, [&](Document document, Emitter& out) {
    EXPECT_EQ(gate_.inside, 0);
    out.emit(std::move(document));
  });
  gate_.held_back = graph_.transform("held", free, noting());
  graph_.lines("lines", gate_.held_back);
  run({"a", "b"});
  EXPECT_EQ(gate_.entered, 2);
}

TEST_F(CallGates, ACallThatMayNotEnterIsNotMadeAndAbandonsTheBatch) {
  const auto files = graph_.source();
  gate_.held_back = graph_.transform("held", files, noting());
  graph_.lines("lines", gate_.held_back);
  gate_.most = 2;
  const auto batch = run({"a", "b", "c", "d"});
  EXPECT_TRUE(batch->abandoned());
  EXPECT_EQ(calls_, 2);
  EXPECT_EQ(gate_.inside, 0);
}

TEST_F(CallGates, AGroupIsOneCall) {
  const auto files = graph_.source();
  gate_.held_back = graph_.runs("held", files, 15, [&](std::span<Document> documents, Emitter& out) {
    EXPECT_EQ(gate_.inside, 1);
    for (Document& document : documents) out.emit(std::move(document));
  });
  graph_.lines("lines", gate_.held_back);
  run(std::vector<std::string>(40, "a"));
  EXPECT_EQ(gate_.entered, 3);
}

TEST_F(CallGates, ASourceEntersForEachEntryThatItReads) {
  gate_.held_back = graph_.source([&](const ListedEntry& entry, SourceEmitter& out) {
    EXPECT_EQ(gate_.inside, 1);
    read_path(entry, out);
  });
  graph_.lines("lines", gate_.held_back);
  run({"a", "b", "c"});
  EXPECT_EQ(gate_.entered, 3);
  EXPECT_EQ(gate_.inside, 0);
}

TEST_F(CallGates, ASinkEntersForEachDocumentThatItEncodes) {
  const auto files = graph_.source();
  gate_.held_back = graph_.sink("lines", files, [&](const Document& document, RecordWriter& out) {
    EXPECT_EQ(gate_.inside, 1);
    write_line(document, out);
  });
  run({"a", "b", "c"});
  EXPECT_EQ(gate_.entered, 3);
  EXPECT_EQ(gate_.inside, 0);
}

}  // namespace
}  // namespace weir::batch
