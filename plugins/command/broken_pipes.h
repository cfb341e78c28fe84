// While it lives, writing to a pipe that nobody reads is an error of this thread's and no signal.
#pragma once

#include <csignal>

namespace weir::command {

class NoBrokenPipeSignals {
 public:
  NoBrokenPipeSignals();
  // Takes back a signal that came meanwhile.
  ~NoBrokenPipeSignals();
  NoBrokenPipeSignals(const NoBrokenPipeSignals&) = delete;
  NoBrokenPipeSignals& operator=(const NoBrokenPipeSignals&) = delete;

 private:
  sigset_t before_;
  bool was_pending_ = false;
};

}  // namespace weir::command
