#include "observe/memory_peak.h"

#include <algorithm>
#include <chrono>

#include "schedule/process_memory.h"

namespace weir::observe {

MemoryPeak::MemoryPeak() : thread_([this] { sample(); }) {}

MemoryPeak::~MemoryPeak() {
  {
    const std::scoped_lock lock(mutex_);
    ended_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void MemoryPeak::sample() {
  std::unique_lock lock(mutex_);
  do {
    peak_.store(std::max(peak_.load(), schedule::unreclaimable_bytes_with_children()));
  } while (!wake_.wait_for(lock, std::chrono::milliseconds(20), [this] { return ended_; }));
}

}  // namespace weir::observe
