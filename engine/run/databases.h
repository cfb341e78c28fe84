// The sinks of a graph that write rows.
#pragma once

#include <vector>

#include "commit/verification.h"
#include "graph/specification.h"

namespace weir::run {

// Those whose database is a file below the output directory.
std::vector<commit::DatabaseOutput> databases_of(const graph::Specification& specification);

}  // namespace weir::run
