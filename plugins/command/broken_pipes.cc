#include "command/broken_pipes.h"

#include <cerrno>
#include <ctime>

namespace weir::command {
namespace {

sigset_t broken_pipe() {
  sigset_t signals;
  ::sigemptyset(&signals);
  ::sigaddset(&signals, SIGPIPE);
  return signals;
}

}  // namespace

NoBrokenPipeSignals::NoBrokenPipeSignals() {
  sigset_t pending;
  ::sigpending(&pending);
  was_pending_ = ::sigismember(&pending, SIGPIPE) == 1;
  const sigset_t signals = broken_pipe();
  ::pthread_sigmask(SIG_BLOCK, &signals, &before_);
}

NoBrokenPipeSignals::~NoBrokenPipeSignals() {
  const sigset_t signals = broken_pipe();
  const timespec at_once{};
  while (!was_pending_ && ::sigtimedwait(&signals, nullptr, &at_once) < 0 && errno == EINTR) {
  }
  ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

}  // namespace weir::command
