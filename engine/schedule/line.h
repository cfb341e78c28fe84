// Threads that wait for something, first come first served: only the first may go, and only it is woken. So nobody is
// ever overtaken, whatever it asks for.
//
// Threads: a line belongs to an object with a mutex, which is held by whoever calls a method.
#pragma once

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>

namespace weir::schedule {

class Line {
 public:
  using Duration = std::chrono::nanoseconds;
  // Until somebody calls look_again().
  static constexpr Duration kUntilWoken = Duration::max();
  // Longer waits are waited for bit by bit, since the clock that they are measured by may not be the one that waits.
  static constexpr Duration kLongestNap = std::chrono::seconds(1);

  // Waits until the thread is the first and `ready` says zero; any other answer is how long to wait before it is asked
  // again. False where the line is closed and the answer was not zero: then it is not waited for. `ready` may release
  // the lock meanwhile; the thread stays the first.
  template <typename Ready>
  bool pass(std::unique_lock<std::mutex>& lock, Ready ready) {
    std::condition_variable turn;
    queue_.push_back(&turn);
    bool passed = false;
    for (;;) {
      if (queue_.front() != &turn) {
        turn.wait(lock);
        continue;
      }
      const Duration wait = ready();
      passed = wait <= Duration::zero();
      if (passed || closed_) break;
      if (wait == kUntilWoken) {
        turn.wait(lock);
      } else {
        turn.wait_for(lock, std::min(wait, kLongestNap));
      }
    }
    queue_.pop_front();
    look_again();
    return passed;
  }

  // What the first waits for may have changed.
  void look_again() {
    if (!queue_.empty()) queue_.front()->notify_one();
  }

  // Nobody waits any more: who cannot go at once goes away.
  void close() {
    closed_ = true;
    look_again();
  }

  std::size_t size() const { return queue_.size(); }

 private:
  std::deque<std::condition_variable*> queue_;  // of the threads that are in pass()
  bool closed_ = false;
};

}  // namespace weir::schedule
