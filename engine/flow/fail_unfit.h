// What becomes of a batch that asks for more memory than there is in all.
#pragma once

#include <cstdint>

#include "batch/batch.h"
#include "batch/node.h"

namespace weir::flow {

// Fails every entry of the batch where its source would have read it: class memory, reason `memory.never_fits`. Entries
// that were refused when they were listed keep that verdict.
void fail_unfit(const batch::Wiring& wiring, batch::Batch& batch, std::uint64_t need, std::uint64_t budget);

}  // namespace weir::flow
