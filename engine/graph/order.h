// Which node runs before which.
#pragma once

#include <cstddef>
#include <vector>

#include "graph/diagnostic.h"
#include "graph/node_draft.h"

namespace weir::graph {

// Indices into `nodes`: each behind its inputs, and among those that could stand next the first of the file. Nodes that
// wait for themselves are reported, each such cycle once, and left out.
std::vector<std::size_t> order_of(const std::vector<NodeDraft>& nodes, Diagnostics& diagnostics);

}  // namespace weir::graph
