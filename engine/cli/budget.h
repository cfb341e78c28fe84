// The memory budget of a graph on this machine: what the process may use, times the graph's share.
#pragma once

#include <cstdint>
#include <string>

#include "graph/specification.h"

namespace weir::cli {

struct MemoryBudget {
  std::uint64_t tokens = 0;     // bytes, the fixed footprint taken off
  std::uint64_t footprint = 0;  // what was taken off
  std::uint64_t limit = 0;      // what the process may use
  std::string source;           // what says so
};

// The fixed footprint is what the process occupies when this is called: after plugins and resources were loaded.
MemoryBudget memory_budget(const graph::Specification& specification);

}  // namespace weir::cli
