// Whether every document of the listing gets output files of its own.
#pragma once

#include <span>

#include "graph/check_listing.h"

namespace weir::graph {

void check_unique_names(const Specification& specification, std::span<const SourceListing> listings,
                        Diagnostics& diagnostics);

}  // namespace weir::graph
