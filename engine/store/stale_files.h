// Finds the files that nobody produces any more: their batch has run again without them, or is gone and all is done.
#pragma once

namespace weir::store {

// Asked at every commit. The index holds stale files only, so it is empty nearly always; left to itself, SQLite walks
// through all files instead.
inline constexpr const char* kFindStaleFiles =
    "SELECT f.name FROM files f INDEXED BY files_stale LEFT JOIN batches b ON b.batch = f.batch "
    "WHERE f.state = 'stale' AND (b.state = 'committed' OR b.batch IS NULL "
    "AND NOT EXISTS (SELECT 1 FROM batches WHERE state = 'pending') "
    "AND NOT EXISTS (SELECT 1 FROM spools WHERE listed = 0)) ORDER BY f.name";

}  // namespace weir::store
