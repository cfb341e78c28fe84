// run(node, batch): the one function that everything else is built around. It takes the documents on the node's
// incoming edges, calls its stage, and leaves documents on its outgoing edges, inside the batch. oneTBB's node bodies,
// the serial engine and the tests all call it; they differ only in who calls it, and on what thread.
//
// It catches everything: an exception that left a oneTBB body would abandon all that is in flight. It measures, and it
// records what happened to each source document in the batch's result for this node.
#pragma once

#include <cstddef>

#include "batch/batch.h"
#include "batch/instance.h"
#include "batch/node.h"

namespace weir::batch {

// `instance` must be one of the node's, and lent to no other thread.
void run(const Wiring& wiring, std::size_t node, Instance& instance, Batch& batch) noexcept;

// The same with an instance lent for the length of the call, or elsewhere, if the batch says so. Where the stage's
// constructor throws, every document that came in fails with what it said.
void run_with(const Wiring& wiring, std::size_t node, Instances& instances, Batch& batch) noexcept;

}  // namespace weir::batch
