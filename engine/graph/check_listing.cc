#include "graph/check_listing.h"

#include "graph/check_memory.h"
#include "graph/check_unique_names.h"

namespace weir::graph {

void check_listing(const Specification& specification, std::span<const SourceListing> listings,
                   const MemoryBudget& budget, Diagnostics& diagnostics) {
  check_memory(specification, listings, budget, diagnostics);
  check_unique_names(specification, listings, diagnostics);
}

}  // namespace weir::graph
