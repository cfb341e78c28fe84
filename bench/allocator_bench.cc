// What it costs to know what a thread has taken: paid once for each chain of nodes that a batch passes.
#include <benchmark/benchmark.h>

#include "allocator/allocator.h"

namespace weir::bench {
namespace {

void restart_peak(benchmark::State& state) {
  for ([[maybe_unused]] auto _ : state) allocator::restart_peak_of_thread();
}
BENCHMARK(restart_peak);

void read_peak(benchmark::State& state) {
  for ([[maybe_unused]] auto _ : state) benchmark::DoNotOptimize(allocator::peak_of_thread());
}
BENCHMARK(read_peak);

void read_sum(benchmark::State& state) {
  for ([[maybe_unused]] auto _ : state) benchmark::DoNotOptimize(allocator::taken_by_thread());
}
BENCHMARK(read_sum);

}  // namespace
}  // namespace weir::bench
