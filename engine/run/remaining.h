// The batches that a run has yet to do, as they would be let in: of a run that was begun, those that its store holds;
// else what its listing is going to be cut into.
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "batch/node.h"
#include "flow/extent.h"
#include "graph/specification.h"
#include "run/selection.h"
#include "store/read_store.h"

namespace weir::run {

struct RemainingBatch {
  std::size_t source = 0;  // index into the wiring
  std::size_t entries = 0;
  flow::Extent extent;
  ListedEntry largest;  // of its entries; of those that are not read, none
};

using VisitRemaining = std::function<void(const RemainingBatch&)>;

// Throws RunError where what the listing says cannot be put in an order.
void visit_remaining(const graph::Specification& specification, const batch::Wiring& wiring,
                     const std::vector<Listed>& listing, const VisitRemaining& visit);
// What waits for another attempt is left out until it is its time, and what is of a source that the graph does not have
// any more.
void visit_remaining(const store::ReadStore& store, const batch::Wiring& wiring, const VisitRemaining& visit);

}  // namespace weir::run
