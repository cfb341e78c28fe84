// What the store's file looks like. docs/run-directory.md explains it for those who query it with other tools.
#pragma once

#include "store/database.h"

namespace weir::store {

// "weir" in ASCII: tells file(1), and us, whose database this is.
inline constexpr int kApplicationId = 0x77656972;
// Counted up with every change of a table; kept in SQLite's user_version.
inline constexpr int kStoreVersion = 4;

// Writes tables and views into a new, empty database.
void create_schema(const Database& database);

// The version of a store, older or this one. Throws a StoreError of kind `refused` where the file is no store, or one
// of a newer weir.
int schema_version(const Database& database);

// Throws a StoreError of kind `refused` where the file is no store of this version.
void check_schema(const Database& database);

}  // namespace weir::store
