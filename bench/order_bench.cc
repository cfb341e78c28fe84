// The order in which documents are let in, against others: how long it takes until all are done, and how long one
// waits. The real limiter in simulated time, over sizes as filings have them, and over those of the real ones
// (WEIR_CORPUS).
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <limits>
#include <numbers>
#include <queue>
#include <random>
#include <utility>
#include <vector>

#include "schedule/limiter.h"

namespace weir::bench {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMiB = std::uint64_t{1} << 20;
constexpr std::uint64_t kBudget = 4096 * kMiB;
constexpr std::size_t kThreads = 8;
constexpr std::uint32_t kUnbounded = std::numeric_limits<std::uint32_t>::max();
constexpr std::size_t kAll = std::numeric_limits<std::size_t>::max();

struct Policy {
  std::size_t ahead = 0;            // how many stand in line at most
  std::uint32_t max_overtakes = 0;  // of each
  bool longest_first = false;       // not in the order of the listing
};

// As flow::Admission has it: a few ahead, bounded overtakes.
constexpr Policy kWeir{4, schedule::kMaxOvertakes};
constexpr Policy kStrict{4, 0};
constexpr Policy kFirstFit{kAll, kUnbounded};
constexpr Policy kLongestFirst{kAll, kUnbounded, true};

// What a filing asks for by the rule that its stages declare, and how long it takes at 10 MB/s.
std::uint64_t tokens_of(std::uint64_t size) { return 12 * size + 500 * kMiB; }
double seconds_of(std::uint64_t size) { return 0.005 + static_cast<double>(size) / 10e6; }

class Simulation {
 public:
  Simulation(std::vector<std::uint64_t> sizes, const Policy& policy)
      : sizes_(std::move(sizes)),
        policy_(policy),
        limiter_({.tokens = kBudget, .max_in_flight = kThreads, .max_overtakes = policy.max_overtakes},
                 [this](schedule::Grant grant) { start(std::move(grant)); }) {
    if (policy.longest_first) std::sort(sizes_.begin(), sizes_.end(), std::greater<>());
    largest_ = static_cast<std::size_t>(std::max_element(sizes_.begin(), sizes_.end()) - sizes_.begin());
  }

  void run() {
    submit();
    while (!running_.empty()) {
      now_ = running_.top().end;
      schedule::Grant ended = std::move(grants_[running_.top().document]);
      running_.pop();
      ended.release();
      submit();
    }
  }

  double makespan() const { return now_; }
  double mean_wait() const { return waited_ / static_cast<double>(sizes_.size()); }
  double wait_of_largest() const { return wait_of_largest_; }

 private:
  struct Running {
    double end = 0.0;
    std::size_t document = 0;
    bool operator>(const Running& other) const {
      return std::pair(end, document) > std::pair(other.end, other.document);
    }
  };

  void submit() {
    while (submitted_ < sizes_.size() && parked_ < policy_.ahead) {
      ++parked_;
      limiter_.submit({submitted_, tokens_of(sizes_[submitted_])});
      ++submitted_;
    }
  }

  void start(schedule::Grant grant) {
    const auto document = static_cast<std::size_t>(grant.request().id);
    --parked_;
    waited_ += now_;
    if (document == largest_) wait_of_largest_ = now_;
    running_.push({now_ + seconds_of(sizes_[document]), document});
    grants_[document] = std::move(grant);
  }

  std::vector<std::uint64_t> sizes_;
  const Policy policy_;
  schedule::MemoryLimiter limiter_;
  std::vector<schedule::Grant> grants_{sizes_.size()};
  std::priority_queue<Running, std::vector<Running>, std::greater<>> running_;
  std::size_t submitted_ = 0;
  std::size_t parked_ = 0;
  std::size_t largest_ = 0;
  double now_ = 0.0;
  double waited_ = 0.0;
  double wait_of_largest_ = 0.0;
};

// Half are below 2 MiB, one of a hundred above 30; the same ones every time.
std::vector<std::uint64_t> mixed_sizes() {
  std::mt19937_64 random(20);
  const auto uniform = [&random] { return static_cast<double>(1 + (random() >> 12)) / 4503599627370497.0; };
  std::vector<std::uint64_t> sizes;
  for (int i = 0; i < 2000; ++i) {
    const double normal = std::sqrt(-2.0 * std::log(uniform())) * std::cos(2.0 * std::numbers::pi * uniform());
    sizes.push_back(
        static_cast<std::uint64_t>(std::min(2.0 * std::exp(1.2 * normal), 68.0) * static_cast<double>(kMiB)));
  }
  return sizes;
}

// In the order of their paths; none without a corpus.
std::vector<std::uint64_t> real_sizes() {
  const char* corpus = std::getenv("WEIR_CORPUS");
  std::vector<std::pair<fs::path, std::uint64_t>> files;
  if (corpus && fs::is_directory(corpus)) {
    for (const auto& file : fs::recursive_directory_iterator(corpus)) {
      if (file.is_regular_file() && tokens_of(file.file_size()) <= kBudget) files.emplace_back(file, file.file_size());
    }
  }
  std::sort(files.begin(), files.end());
  std::vector<std::uint64_t> sizes;
  for (const auto& [path, size] : files) sizes.push_back(size);
  return sizes;
}

void order(benchmark::State& state, std::vector<std::uint64_t> (*sizes)(), const Policy& policy) {
  const std::vector<std::uint64_t> listed = sizes();
  if (listed.empty()) return state.SkipWithError("WEIR_CORPUS is not set");
  for ([[maybe_unused]] auto _ : state) {
    Simulation simulation(listed, policy);
    simulation.run();
    state.counters["makespan"] = simulation.makespan();
    state.counters["mean_wait"] = simulation.mean_wait();
    state.counters["wait_of_largest"] = simulation.wait_of_largest();
  }
  state.counters["documents"] = static_cast<double>(listed.size());
}
BENCHMARK_CAPTURE(order, mixed / strict, mixed_sizes, kStrict)->Iterations(1);
BENCHMARK_CAPTURE(order, mixed / weir, mixed_sizes, kWeir)->Iterations(1);
BENCHMARK_CAPTURE(order, mixed / first_fit, mixed_sizes, kFirstFit)->Iterations(1);
BENCHMARK_CAPTURE(order, mixed / longest_first, mixed_sizes, kLongestFirst)->Iterations(1);
BENCHMARK_CAPTURE(order, real / strict, real_sizes, kStrict)->Iterations(1);
BENCHMARK_CAPTURE(order, real / weir, real_sizes, kWeir)->Iterations(1);
BENCHMARK_CAPTURE(order, real / first_fit, real_sizes, kFirstFit)->Iterations(1);
BENCHMARK_CAPTURE(order, real / longest_first, real_sizes, kLongestFirst)->Iterations(1);

}  // namespace
}  // namespace weir::bench

BENCHMARK_MAIN();
