// What is done before a run goes on: whatever the store has recorded is brought about, and whatever it has not recorded
// is taken away. Files that are not as the store says are refused, with their names.
#pragma once

#include <vector>

#include "commit/output_tree.h"
#include "commit/parts.h"
#include "commit/sink.h"
#include "store/store.h"

namespace weir::commit {

// Changes nothing, and commits nothing, where the last run ended in order. Throws CommitError, StoreError.
void recover(store::Store& store, const std::vector<Sink>& sinks, Parts& parts, OutputTree& tree);

// Of that, only what becomes of files and publications that were under way.
void settle_outputs(store::Store& store, const std::vector<Sink>& sinks, Parts& parts, OutputTree& tree);

}  // namespace weir::commit
