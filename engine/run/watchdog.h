// Keeps the time of documents that run in this process. One whose time is over is asked to stop: a stage that asks
// hears of it, and the document fails. Nothing can end a stage that does not ask, but the end of the process; so after
// a grace the watchdog ends it, having noted of which document. The supervisor starts the engine again, and that
// document has another attempt, or is dead.
//
// Time counts while a stage works on the document, over all stages, and not while it waits in between; and apart from
// that, how long the stage that has it does not get on.
//
// Threads: any.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>

#include <weir/call.h>

#include "batch/batch.h"
#include "batch/call_watch.h"
#include "batch/deadlines.h"
#include "batch/document_times.h"
#include "batch/node.h"
#include "run/watched_thread.h"

namespace weir::run {

class WatchedBatch;

// Of which the watchdog has the process die, or says in the slot of a thread that it does: the time of its document is
// over, or the stage does not get on.
inline constexpr int kOutOfTime = SIGXCPU;
inline constexpr int kStandsStill = SIGVTALRM;

class Watchdog {
 public:
  // What a stage has to stop in when it was asked to.
  static constexpr std::chrono::milliseconds kGrace{1000};

  // What it is given outlives it, and it outlives the batches. Its thread starts with the first batch.
  Watchdog(const batch::Wiring& wiring, Logger& logger);
  ~Watchdog();
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;

  // For a batch whose documents have so much time each; some deadline there must be. bind() it to the batch before that
  // runs.
  std::shared_ptr<WatchedBatch> watch(const batch::Deadlines& deadlines);

 private:
  friend class WatchedBatch;

  WatchedThread& this_thread();
  void look();
  void serve();

  const batch::Wiring& wiring_;
  Logger& logger_;
  const std::uint64_t number_;  // of this object, since its address may have been another's
  std::mutex mutex_;            // guards those below
  std::condition_variable ending_;
  bool ends_ = false;
  std::chrono::milliseconds shortest_ = std::chrono::milliseconds::max();  // of the deadlines
  std::deque<WatchedThread> threads_;
  std::thread thread_;
};

class WatchedBatch final : public batch::CallWatch {
 public:
  WatchedBatch(Watchdog& watchdog, const batch::Wiring& wiring, const batch::Deadlines& deadlines)
      : watchdog_(watchdog), deadlines_(deadlines), times_(wiring) {}

  void bind(const batch::Batch& batch) { batch_ = &batch; }
  const batch::Batch& batch() const { return *batch_; }
  const batch::Deadlines& deadlines() const { return deadlines_; }
  batch::DocumentTimes& times() { return times_; }

  void before_read(std::size_t node, std::uint32_t entry) noexcept override;
  void before_call(std::size_t node, std::uint32_t first, std::uint32_t last) noexcept override;
  void after_node() noexcept override;
  std::atomic<std::uint64_t>* progress() noexcept override;
  const std::atomic<bool>* stop_request() noexcept override;
  batch::Overrun overrun() noexcept override;

 private:
  Watchdog& watchdog_;
  const batch::Deadlines deadlines_;
  const batch::Batch* batch_ = nullptr;
  batch::DocumentTimes times_;
};

}  // namespace weir::run
