// Whether the files that a run has read are still what they were then. Asks nothing but the store and the files: needs
// no graph, so it cannot know what is new.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "store/read_store.h"

namespace weir::run {

struct SourceCheck {
  std::uint64_t documents = 0;       // that were looked at: all that were listed and not refused
  std::vector<std::string> changed;  // paths, in the order of the listing
  std::vector<std::string> gone;
};

// Reads the bytes of a file only where its time is another one, its size is not, and there is a hash to compare with.
SourceCheck check_sources(const store::ReadStore& store);

}  // namespace weir::run
