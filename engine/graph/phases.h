// The phases of a graph: from a listing, or from a checkpoint or a fold, to the next of these.
#pragma once

#include <cstddef>
#include <vector>

#include "graph/diagnostic.h"
#include "graph/node_draft.h"

namespace weir::graph {

// By node, counted from 0: a source and what it feeds is in phase 0, a node that takes from a checkpoint or a fold in
// the phase after theirs. A node that takes from two phases is reported. `order` is topological.
std::vector<std::size_t> phases_of(const std::vector<NodeDraft>& nodes, const std::vector<std::size_t>& order,
                                   Diagnostics& diagnostics);

}  // namespace weir::graph
