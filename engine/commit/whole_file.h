// Compares files with what the store says about them.
#pragma once

#include <cstdint>
#include <string>

#include "commit/file.h"

namespace weir::commit {

// Whether the file has this size and this hash. Reads it only if the size is right.
bool is_file(const File& file, std::uint64_t size, const std::string& hash);

}  // namespace weir::commit
