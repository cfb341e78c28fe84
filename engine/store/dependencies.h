// What depends on what, as plain structs. By entry: all documents of an entry wait for, and die with, those of another.
#pragma once

#include <cstdint>
#include <string>

#include "store/rows.h"

namespace weir::store {

// A batch that is pending has an entry that depends on one without a verdict.
struct Unmet {
  BatchId batch = 0;
  std::uint64_t depends_on = 0;
};

// An entry that is to be dead, because one that it depends on is: of several the first.
struct DeadDependency {
  std::uint64_t entry = 0;
  std::string name;    // of the one that it depends on: its path, or `path!member`
  std::string reason;  // why that one is dead
};

struct Dependency {
  std::uint64_t depends_on = 0;
  bool fatal = true;
};

}  // namespace weir::store
