// How long something takes, in nanoseconds.
#pragma once

#include <chrono>
#include <cstdint>

namespace weir::commit {

class Stopwatch {
 public:
  std::uint64_t elapsed_ns() const {
    const auto elapsed = std::chrono::steady_clock::now() - started_;
    return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::nanoseconds>(elapsed).count());
  }

 private:
  std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
};

}  // namespace weir::commit
