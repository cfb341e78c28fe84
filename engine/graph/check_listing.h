// What can only be said once the inputs are listed: whether memory suffices for the largest document, and whether every
// document gets an output name of its own. Looks at names and sizes, opens nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include <weir/listing.h>

#include "graph/diagnostic.h"
#include "graph/specification.h"

namespace weir::graph {

// What one source has listed, in the order of the listing.
struct SourceListing {
  std::size_t node = 0;  // index into Specification::nodes
  std::span<const ListedEntry> entries;
};

// The memory budget in bytes, and what the engine itself adds to a need that stages declare.
struct MemoryBudget {
  std::uint64_t tokens = 0;
  std::uint64_t per_batch = 0;
  std::uint64_t per_document = 0;
};

// `diagnostics` is the one that `parse` was given: it knows the text that errors point into.
void check_listing(const Specification& specification, std::span<const SourceListing> listings,
                   const MemoryBudget& budget, Diagnostics& diagnostics);

}  // namespace weir::graph
