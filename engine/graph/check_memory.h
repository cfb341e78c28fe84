// Whether the memory budget can ever let in what has been listed.
#pragma once

#include <span>

#include "graph/check_listing.h"

namespace weir::graph {

void check_memory(const Specification& specification, std::span<const SourceListing> listings,
                  const MemoryBudget& budget, Diagnostics& diagnostics);

}  // namespace weir::graph
