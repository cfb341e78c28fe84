// What a disk may do to the store of a run while a fold is at work.
#pragma once

#include <string>

namespace weir::testing {

// Overwrites all behind the first page of the store and of its log, in place. `fold_directory`: of a fold of the run.
void damage_store(const std::string& fold_directory);

}  // namespace weir::testing
