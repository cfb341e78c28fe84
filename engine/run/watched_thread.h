// What one thread is at, for the watchdog: the document, and since when.
//
// Threads: begin(), end() and stop_request() are its own; look() may be called from any.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>

#include "batch/deadlines.h"
#include "batch/slot.h"

namespace weir::run {

class WatchedBatch;

// A document whose time is over.
struct Overdue {
  std::string path;
  std::size_t node = 0;
  std::chrono::nanoseconds taken{0};
  batch::Overrun overrun = batch::Overrun::deadline;
  std::chrono::milliseconds limit{0};  // of that clock
  bool just_asked = false;             // to stop; false: it was before
  int signal = 0;                      // that the process is to die of: the grace is over, too
};

class WatchedThread {
 public:
  using Clock = std::chrono::steady_clock;

  // It is about to work on a document of the batch, which counts as the one at `position`.
  void begin(WatchedBatch& batch, std::size_t node, std::uint32_t entry, std::uint32_t position) noexcept;
  void end() noexcept;
  const std::atomic<bool>* stop_request() const noexcept { return &stop_; }
  std::atomic<std::uint64_t>* progress() noexcept { return &progress_; }
  // Why it was asked to stop last.
  batch::Overrun overrun() const noexcept { return overrun_.load(std::memory_order_relaxed); }

  // Asks it to stop where the time of its document is over, and says so. Where that was `grace` ago, its slot is marked
  // with the signal for the process to die of.
  std::optional<Overdue> look(Clock::time_point now, std::chrono::milliseconds grace);

 private:
  void account(Clock::time_point now) noexcept;

  std::mutex mutex_;  // guards all but the atomic ones
  WatchedBatch* batch_ = nullptr;
  batch::Slot* slot_ = nullptr;
  std::size_t node_ = 0;
  std::uint32_t entry_ = 0;
  std::uint32_t position_ = 0;
  Clock::time_point began_;
  std::chrono::nanoseconds spent_{0};  // on this document, before
  std::uint64_t progress_seen_ = 0;
  Clock::time_point got_on_;  // as far as was seen
  std::atomic<bool> stop_ = false;
  std::atomic<batch::Overrun> overrun_ = batch::Overrun::deadline;
  std::atomic<std::uint64_t> progress_ = 0;
};

}  // namespace weir::run
