// Brings a store that an older weir wrote to the version of this one: in a copy, which takes the place of the old store
// when it is complete. A crash at any point leaves the old store or the new one, whole.
#pragma once

#include <filesystem>

namespace weir::store {

// Nothing is done to a store of this version. The caller holds the lock on the run directory. Throws a StoreError of
// kind `refused` where the file is no store, or one of a newer weir; of kind `failed` where somebody reads it
// meanwhile.
void migrate(const std::filesystem::path& path);

}  // namespace weir::store
