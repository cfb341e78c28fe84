// Workers: processes that run batches in place of this one, so that what a document does there costs that document and
// nothing else. Their stages are those of the same graph, from the same plugin files.
//
// A batch goes to a worker that is free, or to a new one; the thread that brings it waits. When the worker dies, of
// whatever it is, the document that it ran fails, and the rest of the batch runs again at once in another. What comes
// back is put where it would be had it run here, so that nobody else notices.
//
// Threads: any. What it is given outlives it, and it outlives the batches.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "batch/batch.h"
#include "batch/deadlines.h"
#include "batch/elsewhere.h"
#include "batch/node.h"
#include "worker/process.h"
#include "worker/spawner.h"

namespace weir::worker {

// Workers cannot be started at all: not the fault of any document.
class StartError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct Limits {
  batch::Deadlines deadlines;             // for each document
  std::chrono::milliseconds grace{1000};  // after a stop request, before the worker is killed
  std::uint64_t recycle_after = 50;       // batches
};

class Workers {
 public:
  Workers(const batch::Wiring& wiring, Program program);
  ~Workers();
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  // Where there are none, a batch of this source cannot be isolated.
  bool can_isolate(std::size_t source) const;
  bool is_isolated(std::size_t source, std::size_t node) const { return isolated_[source][node]; }

  // Runs all isolated nodes of a batch of which nothing has run yet. Where workers cannot be started, or a spool cannot
  // be read, the batch is abandoned, and the run told.
  void run(batch::Batch& batch, const Limits& limits) noexcept;

 private:
  std::unique_ptr<Process> take();
  std::unique_ptr<Process> start();
  void give_back(std::unique_ptr<Process> process, std::uint64_t in_use, const Limits& limits);

  const batch::Wiring& wiring_;
  const Program program_;
  std::vector<std::vector<bool>> isolated_;  // by source node; empty for other nodes
  Spawner spawner_;                          // before the processes: they end with its thread
  std::mutex mutex_;                         // guards the one below
  std::vector<std::unique_ptr<Process>> free_;
};

// What batches that share limits are given.
class IsolatedBatches final : public batch::Elsewhere {
 public:
  IsolatedBatches(Workers& workers, const Limits& limits) : workers_(workers), limits_(limits) {}
  bool run(std::size_t node, batch::Batch& batch) noexcept override {
    if (!workers_.is_isolated(batch.source(), node)) return false;
    if (node == batch.source()) workers_.run(batch, limits_);
    return true;
  }

 private:
  Workers& workers_;
  const Limits limits_;
};

}  // namespace weir::worker
