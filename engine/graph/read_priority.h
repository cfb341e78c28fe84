// Reads `run.priority`.
#pragma once

#include "graph/diagnostic.h"
#include "graph/element.h"
#include "graph/specification.h"

namespace weir::graph {

void read_priority(const Element& value, RunSettings& run, Diagnostics& diagnostics);

}  // namespace weir::graph
