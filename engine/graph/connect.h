// The edges: what `from` names, whether everything is reached and every output taken.
#pragma once

#include <vector>

#include "graph/diagnostic.h"
#include "graph/node_draft.h"

namespace weir::graph {

// Sets DraftInput::source to indices into `nodes`, as far as it is right.
void connect(std::vector<NodeDraft>& nodes, Diagnostics& diagnostics);

}  // namespace weir::graph
