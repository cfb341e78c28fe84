// The tables [nodes.ID]: stage, parameters, workers; and what `from` says, which `connect` resolves.
#pragma once

#include <vector>

#include "graph/catalogue.h"
#include "graph/diagnostic.h"
#include "graph/element.h"
#include "graph/node_draft.h"

namespace weir::graph {

// A letter or `_`, then letters, digits, `_` and `-`.
bool is_node_name(const std::string& name);

// In the order of the file. `nodes` must outlive the drafts.
std::vector<NodeDraft> read_nodes(const Element& nodes, StageCatalogue& catalogue, Diagnostics& diagnostics);

}  // namespace weir::graph
