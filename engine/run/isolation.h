// Where batches run: each by the class of its largest document, in this process or in a worker.
//
// Threads: any.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "batch/batch.h"
#include "graph/specification.h"
#include "worker/workers.h"

namespace weir::run {

class Isolation {
 public:
  // What it is given outlives it. Starts nothing yet.
  Isolation(const graph::Specification& specification, const batch::Wiring& wiring, worker::Program program);

  // For a batch whose largest entry has so many bytes; null: in this process. It outlives the batches.
  batch::Elsewhere* place_of(std::size_t source, std::uint64_t largest_entry) const;

 private:
  const std::vector<graph::SizeClass>& classes_;
  std::unique_ptr<worker::Workers> workers_;                      // null where no class is isolated
  std::vector<std::unique_ptr<worker::IsolatedBatches>> places_;  // by class; null for those that are not
};

}  // namespace weir::run
