// Weighted admission: from asking for tokens to giving them back, on one thread and on several that want them at once.
#include <benchmark/benchmark.h>

#include <deque>
#include <memory>
#include <mutex>
#include <optional>

#include "schedule/limiter.h"

namespace weir::bench {
namespace {

// A limiter whose admitted batches wait until somebody ends one. There is room for a few at a time, so most of those
// that ask have to wait in line.
class Line {
 public:
  Line()
      : limiter_({.tokens = 64}, [this](schedule::Grant grant) {
          const std::scoped_lock lock(mutex_);
          running_.push_back(std::move(grant));
        }) {}
  ~Line() {
    while (end_one()) continue;
  }

  void ask(std::uint64_t id) { limiter_.submit({id, 1 + id * 7 % 16}); }
  bool end_one() {
    std::optional<schedule::Grant> ended;
    const std::scoped_lock lock(mutex_);
    if (running_.empty()) return false;
    ended.emplace(std::move(running_.front()));
    running_.pop_front();
    return true;
  }
  std::uint64_t admitted() const { return limiter_.snapshot().admitted; }

 private:
  std::mutex mutex_;
  std::deque<schedule::Grant> running_;
  schedule::MemoryLimiter limiter_;
};

void admission(benchmark::State& state) {
  static std::unique_ptr<Line> line;
  if (state.thread_index() == 0) line = std::make_unique<Line>();
  auto id = static_cast<std::uint64_t>(state.thread_index());
  for ([[maybe_unused]] auto _ : state) {
    line->ask(id);
    line->end_one();
    id += static_cast<std::uint64_t>(state.threads());
  }
  state.SetItemsProcessed(state.iterations());
  if (state.thread_index() == 0) line.reset();
}
BENCHMARK(admission)->Threads(1)->Threads(2)->Threads(8)->UseRealTime();

}  // namespace
}  // namespace weir::bench
