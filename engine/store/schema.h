// What the store's file looks like. docs/run-directory.md explains it for those who query it with other tools.
#pragma once

#include "store/database.h"

namespace weir::store {

// "weir" in ASCII: tells file(1), and us, whose database this is.
inline constexpr int kApplicationId = 0x77656972;
// Counted up with every change of a table; kept in SQLite's user_version.
inline constexpr int kStoreVersion = 1;

// Writes tables and views into a new, empty database.
void create_schema(const Database& database);

// Throws a StoreError of kind `refused` where the file is no store, or one of another version.
void check_schema(const Database& database);

}  // namespace weir::store
