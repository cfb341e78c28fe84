// The sinks of a graph, as the committer sees them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "batch/node.h"
#include "store/store.h"

namespace weir::commit {

struct Sink {
  std::size_t node = 0;  // index in the wiring
  std::string id;
  SinkOutput kind = SinkOutput::none;
  std::string name;         // of the volume, below the output directory; or the pattern of file names
  store::VolumeKey volume;  // its sink number is the store's number of the sink
  std::string header = {};  // what the volume begins with
};

// Numbers in the store the sinks that it does not know yet, and tells it the names of their volumes.
std::vector<Sink> find_sinks(const batch::Wiring& wiring, store::Store& store);

// The volumes that a store knows, for who has no graph. `node` says nothing.
std::vector<Sink> stored_volumes(const store::ReadStore& store);

}  // namespace weir::commit
