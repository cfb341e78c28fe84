// The names of output files, as far as they can be judged without the inputs.
#pragma once

#include <string>
#include <vector>

#include "graph/diagnostic.h"
#include "graph/node_draft.h"

namespace weir::graph {

// Where it is written: the value in `with`; where it is a default, the node's name.
Location output_location(const NodeDraft& node);

void check_output_names(const std::vector<NodeDraft>& nodes, Diagnostics& diagnostics);

}  // namespace weir::graph
