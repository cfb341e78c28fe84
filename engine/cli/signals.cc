#include "cli/signals.h"

#include <pthread.h>
#include <unistd.h>
#include <csignal>

#include <utility>

namespace weir::cli {
namespace {

sigset_t watched_signals() {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : {SIGINT, SIGTERM, SIGUSR1, SIGUSR2}) sigaddset(&set, signal);
  return set;
}

constexpr int kEnd = SIGUSR2;  // sent to the watching thread only, by the destructor

}  // namespace

void block_signals() {
  const sigset_t set = watched_signals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

void ignore_broken_pipes() { ::signal(SIGPIPE, SIG_IGN); }

Signals::Signals(std::function<void(int)> stop, std::function<void()> show)
    : stop_(std::move(stop)), show_(std::move(show)), thread_([this] { watch(); }) {}

Signals::~Signals() {
  ending_.store(true);
  pthread_kill(thread_.native_handle(), kEnd);
  thread_.join();
}

void Signals::watch() {
  const sigset_t set = watched_signals();
  while (true) {
    int signal = 0;
    if (sigwait(&set, &signal) != 0) continue;
    if (signal == kEnd) {
      if (ending_.load()) return;
    } else if (signal == SIGUSR1) {
      show_();
    } else if (stopped_by_.load() == 0) {
      stopped_by_.store(signal);
      stop_(signal);
    } else {
      _exit(signal == SIGINT ? 130 : 75);
    }
  }
}

}  // namespace weir::cli
