// Rows of a CSV file, as RFC 4180 has them: values may stand in quotes, with commas, quotes and line breaks in them.
//
// The first row names the columns. `name:type` gives a column another type than string: integer, number or boolean.
// An empty value is none. `depends_on` becomes a list: its values are separated by semicolons.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "manifest/row.h"

namespace weir::manifest {

// Adds to `faults` what is wrong, and leaves the rows out that it is wrong with.
std::vector<Row> read_csv(std::string_view text, const std::string& file, Faults& faults);

}  // namespace weir::manifest
