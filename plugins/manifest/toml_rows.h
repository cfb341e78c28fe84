// Rows of a TOML file: the tables of its `[[documents]]`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "manifest/row.h"

namespace weir::manifest {

// Adds to `faults` what is wrong, and leaves the rows out that it is wrong with.
std::vector<Row> read_toml(std::string_view text, const std::string& file, Faults& faults);

}  // namespace weir::manifest
