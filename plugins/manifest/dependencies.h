// Which document of a manifest depends on which.
#pragma once

#include <vector>

#include "manifest/item.h"
#include "manifest/row.h"

namespace weir::manifest {

// Sets `needs` of each item. Adds to `faults`: paths and ids that are there twice, names that nobody has, and what
// depends on itself, over however many others.
void resolve(std::vector<Item>& items, Faults& faults);

}  // namespace weir::manifest
