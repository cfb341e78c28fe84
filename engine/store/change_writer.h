// Records decisions about changes, within a transaction of whoever calls.
#pragma once

#include <string_view>

#include "store/changes.h"
#include "store/database.h"

namespace weir::store {

void write_decision(const Database& database, const DecisionRecord& record, std::string_view fingerprint);

// Puts what the entry is now in place of what was listed. Its hash is unknown until it is read again.
void write_changed_entry(const Database& database, const ChangedEntry& changed);

// Takes away the listing, its cut and all that came of it; what was published stays until something else is, and files
// become stale.
void forget_listing(const Database& database);

}  // namespace weir::store
