// Checks what a sink's database has against what the store says was committed to it: the ledger batch by batch, and the
// rows against the ledger. Changes nothing.
//
// Batches that the ledger alone has are no fault: a crash leaves them, and the next start takes them away.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "store/read_store.h"

namespace weir::commit {

// Of all databases that were checked.
struct LedgerCheck {
  std::uint64_t databases = 0;
  std::uint64_t rows = 0;
  store::BatchRecords records;      // as the ledgers have them
  std::vector<std::string> faults;  // a sentence each
};

// Adds what is found in the database of the sink `node`. Says whether it could be read.
bool check_ledger(const store::ReadStore& store, const std::string& node, const std::filesystem::path& path,
                  LedgerCheck& check);

}  // namespace weir::commit
