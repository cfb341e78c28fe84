// How long the documents of a batch have been worked on, by all the nodes that it has passed.
//
// Threads: any.
#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <new>
#include <vector>

namespace weir::batch {

class DocumentTimes {
 public:
  void add(std::uint32_t position, std::chrono::nanoseconds time) noexcept {
    const std::scoped_lock lock(mutex_);
    try {
      if (times_.size() <= position) times_.resize(position + 1);
      times_[position] += time;
    } catch (const std::bad_alloc&) {
      // Then a deadline comes later.
    }
  }

  std::chrono::nanoseconds of(std::uint32_t position) const noexcept {
    const std::scoped_lock lock(mutex_);
    return position < times_.size() ? times_[position] : std::chrono::nanoseconds(0);
  }

 private:
  mutable std::mutex mutex_;
  std::vector<std::chrono::nanoseconds> times_;
};

}  // namespace weir::batch
