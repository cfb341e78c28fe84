// The sinks of a graph, as the committer sees them, and the volumes that their output is divided into.
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
  std::string name;         // of the volume, or of all (weir/volume_name.h), below the output directory; or a pattern
  store::VolumeKey volume;  // its sink number is the store's number of the sink; the first volume
  std::string header = {};  // what each volume begins with
  bool divided = false;     // there may be more volumes than one
  bool by_completion = false;  // volumes are in the order in which batches were committed
};

// Whether extents are compressed one by one, as they are committed.
bool commits_frames(const Sink& volume);
// Whether they are of plain bytes, and the file is compressed as a whole.
bool compresses_whole(const Sink& volume);

// Numbers in the store the sinks that it does not know yet, and tells it the names of their volumes.
std::vector<Sink> find_sinks(const batch::Wiring& wiring, store::Store& store);

// The same with each volume for itself, under its own name, as far as the listing is cut.
std::vector<Sink> divide(const std::vector<Sink>& sinks, const store::ReadStore& store);

// The volumes that a store knows, for who has no graph. `node` says nothing.
std::vector<Sink> stored_volumes(const store::ReadStore& store);

// These, and the spools.
std::vector<Sink> stored_outputs(const store::ReadStore& store);

}  // namespace weir::commit
