// Which nodes run in a worker: all that the batches of a source pass until the first that needs what a worker must not
// have, network, programs, state across batches, or threads to wait on.
#pragma once

#include <cstddef>
#include <vector>

#include "batch/node.h"

namespace weir::worker {

// By node. None where the source itself needs such a thing.
std::vector<bool> isolated_nodes(const batch::Wiring& wiring, std::size_t source);

// Whether the stage may run in a worker.
bool can_be_isolated(const StageInfo& stage);

}  // namespace weir::worker
