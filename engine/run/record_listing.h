// Writes a listing into the store of a run: cut into batches, with what depends on what, and the volumes of its
// outputs.
#pragma once

#include <vector>

#include "graph/specification.h"
#include "run/selection.h"
#include "store/store.h"

namespace weir::run {

// `store` is that of the writer. Throws StoreError.
void record_listing(const graph::Specification& specification, const std::vector<Listed>& listing, store::Store& store,
                    store::ListingWriter writer);

}  // namespace weir::run
