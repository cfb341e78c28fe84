// Checks what a run keeps against what its store says, and changes nothing: the store's own file and its books, every
// extent of every part, every published volume and every file of a document, byte for byte; and of databases the ledger
// and the number of rows.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "store/read_store.h"

namespace weir::commit {

// A sink that writes rows.
struct DatabaseOutput {
  std::string node;
  std::string name;  // below the output directory
};

struct Verification {
  // What was read, and is as it should be unless `faults` says otherwise.
  std::uint64_t extents = 0;
  std::uint64_t volumes = 0;  // published
  std::uint64_t files = 0;
  std::uint64_t databases = 0;
  std::uint64_t rows = 0;  // of databases
  std::uint64_t bytes = 0;
  // A sentence each: which file, and what is wrong with it.
  std::vector<std::string> faults;
};

// No run may use the directory meanwhile. `databases` are all that the run has; null where nobody knows. A fault does
// not end the check; what cannot be read is one, too. Throws StoreError where the store cannot be asked.
Verification verify(const store::ReadStore& store, const std::filesystem::path& run_directory,
                    const std::filesystem::path& output_directory, const std::vector<DatabaseOutput>* databases);

}  // namespace weir::commit
