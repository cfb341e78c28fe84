// What every call of a stage is given beside its documents: a stop request, its memory grant, memory for large texts,
// scratch memory, a logger.
#pragma once

#include <atomic>
#include <cstdint>
#include <string_view>

#include <weir/large_memory.h>
#include <weir/scratch.h>

namespace weir {

enum class LogLevel : std::uint8_t { debug, info, warning, error };

// Writes to the run's log with the node, the batch and the document in front. Safe from any thread.
class Logger {
 public:
  virtual ~Logger() = default;
  virtual void write(LogLevel level, std::string_view message) = 0;
};

class Call {
 public:
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;

  // True once the call should end early: its deadline has passed or the run is stopping at once. What a call that saw
  // this has emitted is discarded, so it may simply return. Whoever asks gets on: a loop that asks in each round is not
  // taken for one that stands still.
  bool stop_requested() const {
    note_progress();
    const bool stop = stop_ && stop_->load(std::memory_order_relaxed);
    stop_observed_ = stop_observed_ || stop;
    return stop;
  }

  // Bytes of memory that were granted to the batch. May change a stage's speed, never its output.
  std::uint64_t granted_bytes() const { return granted_bytes_; }

  // Where texts that are made should lie (text.h). May be null.
  LargeMemory* large_memory() const { return large_memory_; }

  // Memory that is taken back, all at once, when this call ends.
  Scratch& scratch() { return scratch_; }

  void log(LogLevel level, std::string_view message) {
    if (logger_) logger_->write(level, message);
  }

 protected:
  Call() = default;
  ~Call() = default;

  // Tells whoever keeps the time that this call gets on. Its thread alone writes there.
  void note_progress() const {
    if (progress_) progress_->store(progress_->load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
  }

 private:
  friend struct EngineAccess;

  const std::atomic<bool>* stop_ = nullptr;
  std::atomic<std::uint64_t>* progress_ = nullptr;
  mutable bool stop_observed_ = false;
  std::uint64_t granted_bytes_ = 0;
  LargeMemory* large_memory_ = nullptr;
  Scratch scratch_;
  Logger* logger_ = nullptr;
};

}  // namespace weir
