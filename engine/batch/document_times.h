// How long the documents of a batch have been worked on: by all the nodes that it has passed, and apart from that, by
// each that has a deadline of its own.
//
// Threads: any.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <new>
#include <vector>

#include "batch/node.h"

namespace weir::batch {

class DocumentTimes {
 public:
  explicit DocumentTimes(const Wiring& wiring) : wiring_(wiring) {}

  void add(std::size_t node, std::uint32_t position, std::chrono::nanoseconds time) noexcept {
    const std::scoped_lock lock(mutex_);
    try {
      std::vector<std::chrono::nanoseconds>& times = times_[clock_of(node)];
      if (times.size() <= position) times.resize(position + 1);
      times[position] += time;
    } catch (const std::bad_alloc&) {
      // Then a deadline comes later.
    }
  }

  // So far, for the clock that runs in this node.
  std::chrono::nanoseconds of(std::size_t node, std::uint32_t position) const noexcept {
    const std::scoped_lock lock(mutex_);
    const auto found = times_.find(clock_of(node));
    if (found == times_.end() || position >= found->second.size()) return std::chrono::nanoseconds(0);
    return found->second[position];
  }

 private:
  // The node itself, or the number of nodes: the clock that they share.
  std::size_t clock_of(std::size_t node) const {
    return wiring_.nodes[node].own_deadline ? node : wiring_.nodes.size();
  }

  const Wiring& wiring_;
  mutable std::mutex mutex_;
  std::map<std::size_t, std::vector<std::chrono::nanoseconds>> times_;
};

}  // namespace weir::batch
