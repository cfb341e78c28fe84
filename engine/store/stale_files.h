// Finds the files that nobody produces any more: their batch has run again without them, or the whole listing has.
#pragma once

namespace weir::store {

// Asked at every commit. The index holds stale files only, so it is empty nearly always; left to itself, SQLite walks
// through all files instead.
inline constexpr const char* kFindStaleFiles =
    "SELECT f.name FROM files f INDEXED BY files_stale LEFT JOIN batches b ON b.batch = f.batch WHERE f.state = "
    "'stale' "
    "AND (b.state = 'committed' OR (f.batch = 0 AND NOT EXISTS (SELECT 1 FROM batches WHERE state = 'pending'))) "
    "ORDER BY f.name";

}  // namespace weir::store
