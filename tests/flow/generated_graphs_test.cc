// Generated graphs, at 1 to 64 threads and with tokens down to those of one batch: the network gives what the serial
// engine gives. Two hundred, unless the environment variables WEIR_GRAPHS and WEIR_FIRST_GRAPH say otherwise.
#include <gtest/gtest.h>

#include <algorithm>
#include <condition_variable>
#include <cstdint>
#include <cstdlib>
#include <deque>
#include <mutex>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "batch/serial_engine.h"
#include "flow/generated_graph.h"
#include "flow/needs.h"
#include "flow/network.h"

namespace weir::flow {
namespace {

constexpr std::uint64_t kGraphs = 200;

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* value = std::getenv(name);
  return value ? std::strtoull(value, nullptr, 10) : otherwise;
}

std::vector<std::string> run_serially(const GeneratedGraph& graph) {
  std::vector<std::string> outcomes;
  for (std::size_t number = 0; number < graph.batches(); ++number) {
    const auto batch = graph.batch(number);
    batch::run_serially(graph.wiring(), graph.instances(), *batch);
    outcomes.push_back(outcome(graph.wiring(), *batch));
  }
  return outcomes;
}

// Stands where the committer will: a thread of its own, that gives the tokens back when it has done with a batch.
class Taker {
 public:
  Taker(const GeneratedGraph& graph, std::vector<std::string>& outcomes)
      : graph_(graph), outcomes_(outcomes), thread_([this] { work(); }) {}
  ~Taker() {
    {
      const std::scoped_lock lock(mutex_);
      closed_ = true;
    }
    changed_.notify_one();
  }

  void take(Admitted admitted) {
    {
      const std::scoped_lock lock(mutex_);
      queue_.push_back(std::move(admitted));
    }
    changed_.notify_one();
  }

 private:
  void work() {
    std::unique_lock lock(mutex_);
    for (;;) {
      changed_.wait(lock, [this] { return closed_ || !queue_.empty(); });
      if (queue_.empty()) return;
      Admitted admitted = std::move(queue_.front());
      queue_.pop_front();
      lock.unlock();
      std::string& place = outcomes_[admitted.batch->id()];
      place += outcome(graph_.wiring(), *admitted.batch);  // twice would show
      admitted.batch.reset();
      admitted.tokens.reset();
      lock.lock();
    }
  }

  const GeneratedGraph& graph_;
  std::vector<std::string>& outcomes_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Admitted> queue_;
  bool closed_ = false;
  std::jthread thread_;
};

std::vector<std::string> run_live(const GeneratedGraph& graph, const Settings& settings) {
  std::vector<std::string> outcomes(graph.batches());
  Taker taker(graph, outcomes);
  std::size_t next = 0;
  Network network(
      graph.wiring(), graph.instances(), settings,
      [&] { return next < graph.batches() ? graph.batch(next++) : nullptr; },
      [&](Admitted admitted) { taker.take(std::move(admitted)); });
  network.run();
  return outcomes;
}

// From the tokens of the largest batch, so that one runs at a time, to more than all need together.
std::uint64_t tokens_for(const GeneratedGraph& graph, std::uint64_t choice) {
  const Needs needs(graph.wiring());
  std::uint64_t largest = 0;
  for (std::size_t number = 0; number < graph.batches(); ++number) {
    largest = std::max(largest, needs.of(*graph.batch(number), 0).tokens);
  }
  constexpr std::uint64_t kFactors[] = {1, 1, 2, 3, 100};
  return largest * kFactors[choice % std::size(kFactors)];
}

TEST(GeneratedGraphs, GiveTheBytesOfTheSerialEngine) {
  constexpr std::size_t kThreads[] = {1, 2, 3, 4, 8, 16, 64};
  const std::uint64_t first = from_environment("WEIR_FIRST_GRAPH", 0);
  const std::uint64_t end = first + from_environment("WEIR_GRAPHS", kGraphs);
  for (std::uint64_t seed = first; seed < end; ++seed) {
    const GeneratedGraph graph(seed);
    std::mt19937_64 random(seed ^ 0x5eed);
    const std::size_t threads = kThreads[random() % std::size(kThreads)];
    const Settings settings{.threads = threads,
                            .memory_tokens = tokens_for(graph, random()),
                            .batches_in_flight = random() % 3 == 0 ? 1 : 2 * threads};
    ASSERT_EQ(run_live(graph, settings), run_serially(graph))
        << "seed " << seed << ", " << threads << " threads, " << settings.memory_tokens << " tokens";
  }
}

}  // namespace
}  // namespace weir::flow
