// Signals, taken by a thread of their own, so that what they cause is ordinary code: the first SIGINT or SIGTERM stops
// admission, the second ends the process at once (what is committed is safe), SIGUSR1 shows where the run stands.
//
// Make it before any other thread is started: threads inherit that these signals are blocked.
#pragma once

#include <atomic>
#include <functional>
#include <thread>

namespace weir::cli {

class Signals {
 public:
  // `stop` is called on the first SIGINT or SIGTERM, with its number; `show` on each SIGUSR1.
  Signals(std::function<void(int)> stop, std::function<void()> show);
  ~Signals();
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;

  // The signal that asked to stop; 0 where none did.
  int stopped_by() const { return stopped_by_.load(); }

 private:
  void watch();

  std::function<void(int)> stop_;
  std::function<void()> show_;
  std::atomic<int> stopped_by_ = 0;
  std::atomic<bool> ending_ = false;
  std::thread thread_;
};

// Blocks the signals above in the calling thread: for a process that makes Signals, or that only another one may end.
void block_signals();

// Whoever reads the output of a command may go away: writing to it is an error, and no signal.
void ignore_broken_pipes();

}  // namespace weir::cli
