// From a checked graph to nodes that run.
#pragma once

#include <cstddef>

#include "batch/node.h"
#include "graph/specification.h"

namespace weir::run {

// Nodes without `workers` of their own get as many instances as there are threads. The wiring refers to the
// specification's stages and parameters, which are shared.
batch::Wiring make_wiring(const graph::Specification& specification, std::size_t threads);

}  // namespace weir::run
