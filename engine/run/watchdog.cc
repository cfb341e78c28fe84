#include "run/watchdog.h"

#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <optional>
#include <string>

namespace weir::run {
namespace {

using std::chrono::milliseconds;

std::atomic<std::uint64_t> watchdogs_made = 0;

struct Lent {
  std::uint64_t owner = 0;
  WatchedThread* thread = nullptr;
};
thread_local constinit Lent lent;

// Nothing of the stage that goes on can be taken back but by this.
[[noreturn]] void end_process(int signal) {
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
  ::signal(signal, SIG_DFL);
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, signal);
  ::pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
  ::raise(signal);
  std::terminate();
}

std::string text_of(milliseconds time) { return std::to_string(time.count()) + " ms"; }

std::string time_that_is_over(const Overdue& overdue) {
  return overdue.overrun == batch::Overrun::deadline ? "its deadline of " + text_of(overdue.limit)
                                                     : text_of(overdue.limit) + " in which it did not get on";
}

}  // namespace

Watchdog::Watchdog(const batch::Wiring& wiring, Logger& logger)
    : wiring_(wiring), logger_(logger), number_(++watchdogs_made) {}

Watchdog::~Watchdog() {
  {
    const std::scoped_lock lock(mutex_);
    ends_ = true;
  }
  ending_.notify_all();
  if (thread_.joinable()) thread_.join();
}

std::shared_ptr<WatchedBatch> Watchdog::watch(const batch::Deadlines& deadlines) {
  const std::scoped_lock lock(mutex_);
  shortest_ = std::min(shortest_, deadlines.shortest());
  if (!thread_.joinable()) thread_ = std::thread([this] { serve(); });
  return std::make_shared<WatchedBatch>(*this, wiring_, deadlines);
}

WatchedThread& Watchdog::this_thread() {
  if (lent.owner != number_) {
    const std::scoped_lock lock(mutex_);
    lent = {number_, &threads_.emplace_back()};
  }
  return *lent.thread;
}

void Watchdog::serve() {
  std::unique_lock lock(mutex_);
  while (!ends_) {
    ending_.wait_for(lock, std::clamp(shortest_ / 10, milliseconds(1), milliseconds(100)), [this] { return ends_; });
    if (!ends_) look();
  }
}

void Watchdog::look() {
  const auto now = WatchedThread::Clock::now();
  int signal = 0;
  for (WatchedThread& thread : threads_) {
    const std::optional<Overdue> overdue = thread.look(now, kGrace);
    if (!overdue) continue;
    const std::string what = "`" + wiring_.nodes[overdue->node].id + "` is still at " + overdue->path + " after ";
    if (overdue->just_asked)
      logger_.write(LogLevel::warning, what + time_that_is_over(*overdue) + ": it is asked to stop");
    if (overdue->signal == 0) continue;
    signal = overdue->signal;
    logger_.write(LogLevel::error, what + text_of(std::chrono::duration_cast<milliseconds>(overdue->taken)) +
                                       ", and does not stop: the engine ends itself");
  }
  if (signal != 0) end_process(signal);
}

void WatchedBatch::before_read(std::size_t node, std::uint32_t entry) noexcept {
  // A file is one document, which has the number of its entry where no other became none or many.
  watchdog_.this_thread().begin(*this, node, entry, entry);
}

void WatchedBatch::before_call(std::size_t node, std::uint32_t first, std::uint32_t) noexcept {
  watchdog_.this_thread().begin(*this, node, batch_->place(first).entry, first);
}

void WatchedBatch::after_node() noexcept { watchdog_.this_thread().end(); }

std::atomic<std::uint64_t>* WatchedBatch::progress() noexcept { return watchdog_.this_thread().progress(); }

batch::Overrun WatchedBatch::overrun() noexcept { return watchdog_.this_thread().overrun(); }

const std::atomic<bool>* WatchedBatch::stop_request() noexcept { return watchdog_.this_thread().stop_request(); }

}  // namespace weir::run
