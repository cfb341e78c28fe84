// What nodes take of limiters of calls: that there are such limiters, that they can ever give that much, and that the
// stage is one whose calls wait.
#pragma once

#include <vector>

#include "graph/diagnostic.h"
#include "graph/node_draft.h"
#include "graph/specification.h"

namespace weir::graph {

// `limiters` are ordered by name. Resolves what is right into each draft's `resolved_takes`.
void check_takes(std::vector<NodeDraft>& drafts, const std::vector<CallLimiter>& limiters, Diagnostics& diagnostics);

}  // namespace weir::graph
