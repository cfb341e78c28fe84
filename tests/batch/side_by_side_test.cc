// Nodes of one batch that do not depend on each other may run side by side: for ThreadSanitizer to look at.
#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "batch/body_pool.h"
#include "batch/graph.h"
#include "batch/run.h"

namespace weir::batch {
namespace {

TEST(SideBySide, BranchesOfOneBatchGiveWhatTheyGiveOneAfterTheOther) {
  Graph graph;
  const auto files = graph.source([](const ListedEntry& entry, SourceEmitter& out) {
    Document document = out.document();
    set_text(document, entry.path);
    document.metadata().set("path", entry.path);
    out.out().emit(std::move(document));
  });
  std::vector<std::size_t> branches;
  std::vector<PortOf> ends;
  for (int i = 0; i < 4; ++i) {
    const std::string ending = std::to_string(i);
    branches.push_back(graph.transform("branch" + ending, files, [ending](Document document, Emitter& out) {
      Document part = document.derive();
      set_text(part, std::string(document.metadata().string("path")) + ending);
      part.metadata().set("ending", ending);
      out.emit(std::move(document));
      out.emit(std::move(part));
    }));
    ends.push_back({branches.back(), 0});
  }
  const auto lines = graph.lines("lines", ends);
  graph.build();

  std::vector<ListedEntry> entries(200);
  for (std::size_t i = 0; i < entries.size(); ++i) entries[i].path = "entry " + std::to_string(i);
  const auto expected = graph.run_entries(entries);
  for (int round = 0; round < 20; ++round) {
    const auto batch = graph.batch(entries);
    run_with(graph.wiring, files, *graph.instances[files], *batch);
    std::vector<std::thread> threads;
    threads.reserve(branches.size());
    for (const std::size_t branch : branches) {
      threads.emplace_back([&, branch] { run_with(graph.wiring, branch, *graph.instances[branch], *batch); });
    }
    for (std::thread& thread : threads) thread.join();
    run_with(graph.wiring, lines, *graph.instances[lines], *batch);
    ASSERT_EQ(graph.written(*batch, lines), graph.written(*expected, lines));
  }
}

TEST(SideBySide, BodiesAreTakenAndGivenBackFromManyThreads) {
  BodyPool pool;
  const Origin origin;
  std::vector<std::thread> threads;
  threads.reserve(4);
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      std::vector<Document> mine;
      for (int round = 0; round < 2000; ++round) {
        mine.push_back(Document::begin(origin, 0, &pool));
        EXPECT_TRUE(mine.back().text().empty());
        EXPECT_TRUE(mine.back().blocks().empty());
        set_text(mine.back(), "used");
        mine.back().blocks().emplace_back();
        if (mine.size() == 16) mine.clear();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace weir::batch
