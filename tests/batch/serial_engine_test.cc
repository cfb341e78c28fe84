#include "batch/serial_engine.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "batch/graph.h"

namespace weir::batch {
namespace {

TEST(SerialEngine, RunsEveryNodeOfABatchInTheirOrder) {
  Graph graph;
  std::string order;
  const auto note = [&order](char name) {
    return [&order, name](Document document, Emitter& out) {
      order += name;
      out.emit(std::move(document));
    };
  };
  const auto files = graph.source();
  const auto first = graph.transform("first", files, note('1'));
  const auto second = graph.transform("second", files, note('2'));
  const auto third = graph.transform("third", {{second, 0}, {first, 0}}, note('3'));
  graph.lines("lines", third);
  graph.run({"a", "b"});
  EXPECT_EQ(order, "11223333");
}

TEST(SerialEngine, RunsBatchesOneAfterTheOtherUntilThereAreNone) {
  Graph graph;
  const auto files = graph.source();
  const auto lines = graph.lines("lines", files);
  graph.build();
  int left = 3;
  int under_way = 0;
  std::string all;
  run_all_serially(
      graph.wiring, graph.instances,
      [&]() -> std::unique_ptr<Batch> {
        if (left-- == 0) return nullptr;
        EXPECT_EQ(under_way++, 0);
        std::vector<ListedEntry> entries(1);
        entries[0].path = std::to_string(left);
        return graph.batch(entries);
      },
      [&](std::unique_ptr<Batch> batch) {
        --under_way;
        all += Graph::written(*batch, lines);
      });
  EXPECT_EQ(all, "2\n1\n0\n");
}

TEST(SerialEngine, HandsOverAbandonedBatchesToo) {
  Graph graph;
  const std::atomic<bool> stop = true;
  const auto files = graph.source([](const ListedEntry&, SourceEmitter& out) { out.out().stop_requested(); });
  graph.lines("lines", files);
  graph.build();
  int left = 2;
  int abandoned = 0;
  run_all_serially(
      graph.wiring, graph.instances,
      [&]() -> std::unique_ptr<Batch> {
        if (left-- == 0) return nullptr;
        return graph.batch(std::vector<ListedEntry>(1), {&stop, nullptr});
      },
      [&](std::unique_ptr<Batch> batch) { abandoned += batch->abandoned(); });
  EXPECT_EQ(abandoned, 2);
}

}  // namespace
}  // namespace weir::batch
