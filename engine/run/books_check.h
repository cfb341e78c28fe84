// Whether the books of a store hold, batch by batch, before a run goes on with it: where it may have pages of two
// states, they are what tells.
#pragma once

#include <filesystem>

#include "graph/specification.h"
#include "store/read_store.h"

namespace weir::run {

// Throws RunError (74), which names the store and the first fault. `output_directory` is where databases of sinks lie;
// one that cannot be read is somebody else's to report.
void check_books(const store::ReadStore& store, const graph::Specification& specification,
                 const std::filesystem::path& store_path, const std::filesystem::path& output_directory);

}  // namespace weir::run
