// What a worker says of a spool is looked up: a stage that does as it likes there can say anything in its name.
#pragma once

#include "batch/batch.h"
#include "batch/node.h"

namespace weir::worker {

// Reads what the batch reads of a spool; nothing where its source reads none. Throws what the spool's reader throws.
void check_spool(const batch::Wiring& wiring, const batch::Batch& batch);

}  // namespace weir::worker
