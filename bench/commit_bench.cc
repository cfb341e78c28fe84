// The checkpoint: what the store takes for a commit of 256 batches, and what the committer takes from a finished batch
// to its tokens, parts and syncs included.
#include <benchmark/benchmark.h>

#include <chrono>
#include <memory>
#include <vector>

#include "batch/serial_engine.h"
#include "batch/settle.h"
#include "commit/committer.h"
#include "directory.h"
#include "store/store.h"
#include "trivial_graph.h"

namespace weir::bench {
namespace {

using Clock = std::chrono::steady_clock;

// A store whose listing is this many files, each a batch.
std::unique_ptr<store::Store> make_store(const std::filesystem::path& path, std::size_t batches) {
  store::Store::create(path, {"bench", "", "", ""});
  auto made = std::make_unique<store::Store>(path);
  store::ListingWriter listing = made->begin_listing();
  for (std::size_t i = 0; i < batches; ++i) {
    std::vector<ListedEntry> entries(1);
    entries[0].path = "filings/" + std::to_string(i) + ".htm";
    entries[0].size = 1'000'000;
    listing.add("source", entries);
  }
  listing.finish();
  return made;
}

// Each batch is done and has one extent.
void store_commit(benchmark::State& state) {
  constexpr std::size_t kBatches = 1 << 15;
  const auto group = static_cast<std::size_t>(state.range(0));
  for ([[maybe_unused]] auto _ : state) {
    const Directory directory;
    const auto made = make_store(directory.path() / "store.sqlite", kBatches);
    const std::uint64_t sink = made->sink_number("sink");
    made->begin_session(1);
    const auto begin = Clock::now();
    for (std::size_t at = 0; at < kBatches; at += group) {
      store::CommitRecord record;
      for (std::size_t i = at; i < at + group; ++i) {
        store::BatchCommit& batch = record.batches.emplace_back();
        batch.batch = i + 1;
        batch.read = 1;
        batch.done = 1;
        batch.extents.push_back({{sink, 0}, {i, 0}, store::ExtentFile::part, i * 64, 64, 1, i});
      }
      record.parts.push_back({{sink, 0}, (at + group) * 64});
      made->commit(record);
    }
    state.SetIterationTime(std::chrono::duration<double>(Clock::now() - begin).count());
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kBatches));
}
BENCHMARK(store_commit)->ArgName("batches")->Arg(1)->Arg(16)->Arg(256)->UseManualTime()->Unit(benchmark::kMillisecond);

// Batches of one document with a line of output, as fast as the committer takes them: it groups what has queued up.
void committer(benchmark::State& state) {
  constexpr std::size_t kBatches = 2048;
  TrivialGraph graph(1);
  std::uint64_t commits = 0;
  for ([[maybe_unused]] auto _ : state) {
    const Directory directory;
    const auto made = make_store(directory.path() / "store.sqlite", kBatches);
    made->begin_session(1);
    commit::Committer committer(*made, graph.wiring, {directory.path(), directory.path() / "out"},
                                {[](const batch::Batch&, const batch::Settlement&) {}, [] {}});
    committer.recover();
    std::vector<commit::Finished> finished;
    for (std::size_t i = 0; i < kBatches; ++i) {
      std::vector<batch::BatchEntry> entries(1);
      entries[0].ordinal = i;
      auto batch = std::make_unique<batch::Batch>(i + 1, 0, std::move(entries), graph.wiring);
      batch::run_serially(graph.wiring, graph.instances, *batch);
      batch::Settlement settlement = batch::settle(graph.wiring, *batch);
      finished.push_back({std::move(batch), std::move(settlement), nullptr});
    }
    const auto begin = Clock::now();
    committer.start();
    for (commit::Finished& one : finished) committer.submit(std::move(one));
    committer.finish();
    state.SetIterationTime(std::chrono::duration<double>(Clock::now() - begin).count());
    commits += made->state().epoch;
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kBatches));
  state.counters["commits"] = benchmark::Counter(static_cast<double>(commits), benchmark::Counter::kAvgIterations);
}
BENCHMARK(committer)->UseManualTime()->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace weir::bench
