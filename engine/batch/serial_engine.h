// The serial engine: one thread, one batch at a time, one node after the other. Small enough to be believed, and so the
// oracle of everything that runs in parallel.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "batch/batch.h"
#include "batch/instance.h"
#include "batch/node.h"

namespace weir::batch {

// Runs every node of one batch, in topological order. `instances` holds those of each node.
void run_serially(const Wiring& wiring, const std::vector<std::unique_ptr<Instances>>& instances, Batch& batch);

// Runs batches until `next` gives none; each that is finished goes to `finished`.
void run_all_serially(const Wiring& wiring, const std::vector<std::unique_ptr<Instances>>& instances,
                      const std::function<std::unique_ptr<Batch>()>& next,
                      const std::function<void(std::unique_ptr<Batch>)>& finished);

}  // namespace weir::batch
