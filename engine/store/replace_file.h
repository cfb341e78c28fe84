// Gives a finished store its name.
#pragma once

#include <filesystem>

namespace weir::store {

// Renames, in place of what has the name, and makes the name durable. Throws StoreError: "cannot <purpose>: …".
void replace_file(const std::filesystem::path& from, const std::filesystem::path& to, const char* purpose);

// Removes a store that was never finished, with the files that SQLite keeps beside it. Throws StoreError.
void remove_unfinished(const std::filesystem::path& path);

}  // namespace weir::store
