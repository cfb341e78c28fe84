// The memory that a batch takes on its way: what it holds, and the most that it ever held, counted by the allocator on
// the threads that work for it. Memory that other threads take on a stage's behalf is not seen.
//
// Threads: stretches of work on one batch may run side by side, each on a thread of its own. What one of them held at
// its peak counts as many times as there were others beside it: an upper bound, since their peaks are known only at
// their ends.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>

namespace weir::batch {

class MemoryUse {
 public:
  // Work that this thread does for the batch, from construction to destruction. Stretches of one thread do not nest.
  class Stretch {
   public:
    explicit Stretch(MemoryUse& use) noexcept;
    ~Stretch();
    Stretch(const Stretch&) = delete;
    Stretch& operator=(const Stretch&) = delete;

   private:
    MemoryUse& use_;
    std::int64_t taken_before_;
    std::int64_t beside_;  // stretches at its begin, this one counted
  };

  // Bytes; 0 where the allocator measures nothing.
  std::uint64_t peak() const { return static_cast<std::uint64_t>(std::max<std::int64_t>(peak_.load(), 0)); }
  std::int64_t held() const { return held_.load(); }
  // What the batch holds from before its first stretch.
  void hold(std::int64_t bytes) { held_ += bytes; }

 private:
  std::atomic<std::int64_t> held_ = 0;
  std::atomic<std::int64_t> peak_ = 0;
  std::atomic<std::int64_t> running_ = 0;
};

}  // namespace weir::batch
