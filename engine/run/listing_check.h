// The checks of a graph against what its sources list.
#pragma once

#include <cstdint>
#include <vector>

#include "graph/check_listing.h"
#include "run/selection.h"

namespace weir::run {

// Adds to `diagnostics` what is wrong: a document that the budget can never admit, output names that clash.
void check_listing(const graph::Specification& specification, const std::vector<Listed>& listing,
                   std::uint64_t memory_tokens, graph::Diagnostics& diagnostics);

}  // namespace weir::run
