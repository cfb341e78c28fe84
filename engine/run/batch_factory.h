// Makes the batches that run of those that the store has: with their entries, by the terms of their documents, watched,
// and for the place where they are to run.
//
// Threads: one at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <vector>

#include <weir/call.h>

#include "batch/batch.h"
#include "batch/file_memory.h"
#include "batch/node.h"
#include "batch/slot.h"
#include "flow/needs.h"
#include "graph/specification.h"
#include "run/isolation.h"
#include "run/terms.h"
#include "run/watchdog.h"
#include "store/store.h"

namespace weir::run {

class BatchFactory {
 public:
  // What the batches of a run have in common. All that is pointed to outlives the batches.
  struct Common {
    std::uint64_t memory_tokens = 0;  // the budget in bytes
    Terms terms;                      // of documents that run again, besides what they ran out of
    Logger* logger = nullptr;
    batch::FileMemory* large_memory = nullptr;
    const std::function<void(std::exception_ptr)>* end_run = nullptr;
    batch::Slots* slots = nullptr;
    Isolation* isolation = nullptr;  // null: all run in this process, without deadlines
    batch::CallGate* gate = nullptr;
    Watchdog* watchdog = nullptr;
  };

  // What it is given outlives it.
  BatchFactory(const graph::Specification& specification, const batch::Wiring& wiring, const Common& common);

  // `reader` has the entries. A suspect ended the engine before, or may have: it is isolated where failures of that
  // kind are, and has all memory, since it runs alone. Throws StoreError.
  std::unique_ptr<batch::Batch> make(const store::Batch& batch, const store::ReadStore& reader, bool is_suspect) const;

  // The number of its size class, that of its largest document; that of classes where it is in none. Throws StoreError.
  std::size_t class_of(const store::Batch& batch, const store::ReadStore& reader) const;

 private:
  Terms terms_of(const store::Batch& batch, const store::ReadStore& reader, bool is_suspect) const;
  bool is_oversize(std::size_t source, const std::vector<batch::BatchEntry>& entries) const;

  const graph::Specification& specification_;
  const batch::Wiring& wiring_;
  const flow::Needs needs_;
  const Common common_;
};

}  // namespace weir::run
