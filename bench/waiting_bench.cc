// A thousand chunks through a stage that waits on something outside, with ten workers: what the engine adds to the
// waiting, in time for each chunk and in memory beyond the chunks themselves.
#include <benchmark/benchmark.h>

#include <malloc.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <limits>
#include <new>
#include <thread>

#include "flow/network.h"
#include "trivial_graph.h"

namespace {

std::atomic<std::int64_t> live_bytes = 0;
std::atomic<std::int64_t> peak_bytes = 0;

void* counted(std::size_t size) {
  void* memory = std::malloc(size);
  if (!memory) throw std::bad_alloc();
  const std::int64_t live = live_bytes += static_cast<std::int64_t>(malloc_usable_size(memory));
  std::int64_t peak = peak_bytes.load(std::memory_order_relaxed);
  while (live > peak && !peak_bytes.compare_exchange_weak(peak, live, std::memory_order_relaxed)) continue;
  return memory;
}
void uncounted(void* memory) noexcept {
  if (memory) live_bytes -= static_cast<std::int64_t>(malloc_usable_size(memory));
  std::free(memory);
}

}  // namespace

// Not inlined, since gcc then sees one half of a pair and warns of a mismatch.
#define WEIR_REPLACED __attribute__((noinline))
WEIR_REPLACED void* operator new(std::size_t size) { return counted(size); }
WEIR_REPLACED void* operator new[](std::size_t size) { return counted(size); }
WEIR_REPLACED void operator delete(void* memory) noexcept { uncounted(memory); }
WEIR_REPLACED void operator delete[](void* memory) noexcept { uncounted(memory); }
WEIR_REPLACED void operator delete(void* memory, std::size_t) noexcept { uncounted(memory); }
WEIR_REPLACED void operator delete[](void* memory, std::size_t) noexcept { uncounted(memory); }
#undef WEIR_REPLACED

namespace weir::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kChunks = 1000;
constexpr std::size_t kChunkBytes = 4000;
constexpr std::size_t kWorkers = 10;

// Divides its one document into chunks.
class Chunks final : public Transform {
 public:
  void process(Document document, Emitter& out) override {
    for (std::size_t i = 0; i < kChunks; ++i) {
      Document chunk = document.derive();
      chunk.set_text(Text::verbatim(std::string(kChunkBytes, 'x'), i * kChunkBytes));
      out.emit(std::move(chunk));
    }
  }
};

class Wait final : public Transform {
 public:
  struct Params {
    Duration time{0};
    void declare(ParamList& list) { list.optional("time", time, "how long a call waits"); }
  };
  explicit Wait(const Params& params) : time_(params.time) {}
  void process(Document document, Emitter& out) override {
    if (time_.count() > 0) std::this_thread::sleep_for(time_);
    out.emit(std::move(document));
  }

 private:
  Duration time_;
};

struct WaitingGraph {
  explicit WaitingGraph(std::int64_t wait_ms) {
    auto params = wait.make_params();
    static_cast<weir::detail::Holder<Wait::Params>&>(*params).params.time = Duration(wait_ms);
    add("source", source, source.make_params(), 1);
    add("chunks", chunks, chunks.make_params(), 1);
    add("wait", wait, std::move(params), kWorkers);
    add("sink", sink, sink.make_params(), 1);
    wiring.connect();
    for (const batch::Node& node : wiring.nodes) {
      instances.push_back(std::make_unique<batch::Instances>(node, NoResources()));
    }
  }

  void add(std::string id, const StageInfo& stage, std::shared_ptr<const BoundParams> params, std::size_t workers) {
    batch::Node node;
    node.id = std::move(id);
    node.stage = &stage;
    node.params = std::move(params);
    node.ports = stage.ports;
    node.instances = workers;
    if (!wiring.nodes.empty()) node.from = {{wiring.nodes.size() - 1, 0}};
    wiring.nodes.push_back(std::move(node));
  }

  StageInfo source = weir::stage<EmptySource>("source", "Begins documents.");
  StageInfo chunks = weir::stage<Chunks>("chunks", "Makes chunks.");
  StageInfo wait = weir::stage<Wait>("wait", "Waits.").waits();
  StageInfo sink = weir::stage<WriteLine>("sink", "Writes a line.").writes_volume("path");
  batch::Wiring wiring;
  std::vector<std::unique_ptr<batch::Instances>> instances;
};

void thousand_chunks(benchmark::State& state) {
  const std::int64_t wait_ms = state.range(0);
  WaitingGraph graph(wait_ms);
  double overhead = 0;
  std::int64_t most = 0;
  for ([[maybe_unused]] auto _ : state) {
    int left = 1;
    const std::int64_t before = live_bytes;
    peak_bytes = before;
    const auto begin = Clock::now();
    {
      flow::Network network(
          graph.wiring, graph.instances, {2, std::uint64_t{1} << 30, 4},
          [&]() -> std::unique_ptr<batch::Batch> {
            if (left-- == 0) return nullptr;
            return std::make_unique<batch::Batch>(0, 0, std::vector<batch::BatchEntry>(1), graph.wiring);
          },
          [](flow::Admitted admitted) { admitted.batch.reset(); });
      network.run();
    }
    const double seconds = std::chrono::duration<double>(Clock::now() - begin).count();
    state.SetIterationTime(seconds);
    overhead += seconds - static_cast<double>(wait_ms) / 1000.0 * kChunks / kWorkers;
    most = std::max(most, peak_bytes - before);
  }
  using benchmark::Counter;
  state.counters["added_to_a_chunk"] = Counter(overhead / kChunks, Counter::kAvgIterations);
  state.counters["memory_beyond_chunks"] = Counter(
      static_cast<double>(most) - static_cast<double>(kChunks * kChunkBytes), Counter::kDefaults, Counter::kIs1024);
}
BENCHMARK(thousand_chunks)->ArgName("wait_ms")->Arg(0)->Arg(10)->UseManualTime()->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace weir::bench
