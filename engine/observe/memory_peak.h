// The highest unreclaimable memory of the process and its workers while this object lives, sampled every 20 ms.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <thread>

namespace weir::observe {

class MemoryPeak {
 public:
  MemoryPeak();
  ~MemoryPeak();
  MemoryPeak(const MemoryPeak&) = delete;
  MemoryPeak& operator=(const MemoryPeak&) = delete;

  std::uint64_t bytes() const { return peak_.load(); }

 private:
  void sample();

  std::atomic<std::uint64_t> peak_ = 0;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool ended_ = false;
  std::thread thread_;
};

}  // namespace weir::observe
