// What the engine costs a document, with stages that do nothing: a plain loop over virtual calls, run(node, batch) with
// and without a reading of the clock for each call, and the live network with its limiter.
//
// Reported is CPU time, which another process on the same CPU changes little: `document` is what one document takes on
// its way through all of it, `visit` its share for one stage.
#include <benchmark/benchmark.h>

#include <ctime>
#include <optional>

#include <weir/engine_access.h>

#include "batch/run.h"
#include "flow/network.h"
#include "trivial_graph.h"

namespace weir::bench {
namespace {

constexpr std::size_t kDocuments = 4096;

double seconds(clockid_t clock) {
  timespec time{};
  clock_gettime(clock, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

void report(benchmark::State& state, double cpu_seconds, std::size_t documents, std::size_t stages) {
  const double document = cpu_seconds / static_cast<double>(documents);
  state.counters["document"] = benchmark::Counter(document, benchmark::Counter::kAvgThreads);
  state.counters["visit"] = benchmark::Counter(document / static_cast<double>(stages), benchmark::Counter::kAvgThreads);
}

// The least that calling six stages can cost: no batch, no lists, no books.
void plain_loop(benchmark::State& state) {
  std::vector<std::unique_ptr<Transform>> stages;
  for (std::size_t i = 0; i < TrivialGraph::kStages; ++i) stages.push_back(std::make_unique<Pass>());
  const Origin origin;
  Emitter emitter;
  std::optional<Document> document = Document::begin(origin);
  const double begin = seconds(CLOCK_THREAD_CPUTIME_ID);
  for ([[maybe_unused]] auto _ : state) {
    for (const auto& stage : stages) {
      stage->process(std::move(*document), emitter);
      document = std::move(EngineAccess::emitted(emitter).front().document);
      EngineAccess::emitted(emitter).clear();
    }
    benchmark::DoNotOptimize(document);
  }
  const double used = seconds(CLOCK_THREAD_CPUTIME_ID) - begin;
  report(state, used, static_cast<std::size_t>(state.iterations()), TrivialGraph::kStages);
}
BENCHMARK(plain_loop)->Threads(1)->Threads(2)->UseRealTime();

// The six stages alone, by run(node, batch); the source runs before the clock does.
void six_stages(benchmark::State& state, bool time_calls) {
  static std::unique_ptr<TrivialGraph> graph;
  if (state.thread_index() == 0) graph = std::make_unique<TrivialGraph>(static_cast<std::size_t>(state.threads()));
  batch::Surroundings surroundings;
  surroundings.time_calls = time_calls;
  double used = 0;
  for ([[maybe_unused]] auto _ : state) {
    const auto batch = graph->make_batch(0, kDocuments, surroundings);
    batch::run_with(graph->wiring, 0, *graph->instances[0], *batch);
    const double begin = seconds(CLOCK_THREAD_CPUTIME_ID);
    for (std::size_t node = 1; node <= TrivialGraph::kStages; ++node) {
      batch::run_with(graph->wiring, node, *graph->instances[node], *batch);
    }
    used += seconds(CLOCK_THREAD_CPUTIME_ID) - begin;
  }
  report(state, used, static_cast<std::size_t>(state.iterations()) * kDocuments, TrivialGraph::kStages);
}
BENCHMARK_CAPTURE(six_stages, bare, false)->Threads(1)->Threads(2)->UseRealTime();
BENCHMARK_CAPTURE(six_stages, instrumented, true)->Threads(1)->Threads(2)->UseRealTime();

// From source to sink, batches coming in through the limiter: the whole of the engine but the checkpoint. With one
// document in a batch this is what a message costs.
void network(benchmark::State& state) {
  const auto threads = static_cast<std::size_t>(state.range(0));
  const auto documents = static_cast<std::size_t>(state.range(1));
  constexpr std::size_t kInAll = 1 << 18;
  TrivialGraph graph(threads);
  const double begin = seconds(CLOCK_PROCESS_CPUTIME_ID);
  for ([[maybe_unused]] auto _ : state) {
    std::size_t left = kInAll / documents;
    flow::Network network(
        graph.wiring, graph.instances, {threads, std::uint64_t{1} << 30, 2 * threads},
        [&] {
          std::unique_ptr<batch::Batch> next;
          if (left != 0) next = graph.make_batch(--left, documents);
          return next;
        },
        [](flow::Admitted admitted) { admitted.batch.reset(); });
    network.run();
  }
  const double used = seconds(CLOCK_PROCESS_CPUTIME_ID) - begin;
  report(state, used, static_cast<std::size_t>(state.iterations()) * kInAll, TrivialGraph::kStages + 2);
}
BENCHMARK(network)
    ->ArgNames({"threads", "documents_in_a_batch"})
    ->ArgsProduct({{1, 2}, {1, 64, 4096}})
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace weir::bench
