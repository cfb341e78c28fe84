// One document of a manifest: what its row says, checked.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <weir/listing.h>

#include "manifest/row.h"

namespace weir::manifest {

struct Item {
  Place place;
  std::string path;      // the identity: relative, without `.` and `..`
  std::string location;  // as written: absolute, or below the root
  std::string id;        // empty: it is known by its path
  std::optional<Priority> priority;
  std::vector<std::string> depends_on;  // ids or paths, as written
  std::vector<std::size_t> needs;       // indices of the items that these are, ascending; set by resolve()
  std::uint64_t expected_memory = 0;    // bytes; 0: not known
  Table metadata;                       // all else
};

// One for each row, as far as it can be understood; adds to `faults` what is wrong.
std::vector<Item> items_of(const std::vector<Row>& rows, Faults& faults);

}  // namespace weir::manifest
