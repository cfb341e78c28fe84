// Where batches run, and for how long: each by the class of its largest document and by the terms that it has, in this
// process or in a worker.
//
// Threads: any.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "batch/batch.h"
#include "batch/deadlines.h"
#include "graph/specification.h"
#include "run/terms.h"
#include "worker/workers.h"

namespace weir::run {

struct Placement {
  batch::Elsewhere* elsewhere = nullptr;  // null: in this process
  batch::Deadlines deadlines;             // of each document in this process; a worker keeps its own
};

class Isolation {
 public:
  // What it is given outlives it. Starts nothing yet.
  Isolation(const graph::Specification& specification, const batch::Wiring& wiring, worker::Program program);

  // For a batch whose largest entry has so many bytes. In this process also where its source cannot be isolated. It
  // outlives the batches.
  Placement placement_of(std::size_t source, std::uint64_t largest_entry, const Terms& terms);

 private:
  // The index of a class, or their number where there is none; and how often its deadline is multiplied.
  using PlaceKey = std::pair<std::size_t, double>;

  worker::Workers& workers();
  worker::Limits limits_of(const PlaceKey& key) const;
  batch::Deadlines deadlines_of(const PlaceKey& key) const;

  const std::vector<graph::SizeClass>& classes_;
  const batch::Deadlines of_nodes_;
  const batch::Wiring& wiring_;
  const worker::Program program_;
  std::mutex mutex_;                          // guards the two below
  std::unique_ptr<worker::Workers> workers_;  // null until one is needed
  std::map<PlaceKey, std::unique_ptr<worker::IsolatedBatches>> places_;
};

}  // namespace weir::run
