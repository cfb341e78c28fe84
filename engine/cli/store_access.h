// Opens the store of a run for reading; its errors become sentences with an exit code.
#pragma once

#include <filesystem>

#include "store/read_store.h"

namespace weir::cli {

// Throws RunError (74) where the store is damaged or belongs to another version.
store::ReadStore open_store(const std::filesystem::path& run_directory);

}  // namespace weir::cli
