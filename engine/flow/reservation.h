// Keeps a graph of oneTBB alive.
#pragma once

#include <atomic>

#include <oneapi/tbb/flow_graph.h>

namespace weir::flow {

// Keeps the graph from ending while something may still come from outside of it. Released once, at the latest when it
// ends.
class Reservation {
 public:
  explicit Reservation(tbb::flow::graph& graph) : graph_(graph) { graph_.reserve_wait(); }
  ~Reservation() { release(); }
  Reservation(const Reservation&) = delete;
  Reservation& operator=(const Reservation&) = delete;

  void release() {
    if (!released_.exchange(true)) graph_.release_wait();
  }

 private:
  tbb::flow::graph& graph_;
  std::atomic<bool> released_ = false;
};

}  // namespace weir::flow
