// Rows of a file of JSON lines: a table each.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "manifest/row.h"

namespace weir::manifest {

// Adds to `faults` what is wrong, and leaves the rows out that it is wrong with. Empty lines are passed over.
std::vector<Row> read_jsonl(std::string_view text, const std::string& file, Faults& faults);

}  // namespace weir::manifest
