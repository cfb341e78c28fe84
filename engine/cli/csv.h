// Tables as CSV, for --format csv, as RFC 4180 has it: lines end in CR LF, and what has a comma, a quote or a line
// break in it stands in quotes. Bytes stay as they are, UTF-8 or not.
#pragma once

#include <string>

#include <weir/value.h>

namespace weir::cli {

// The keys.
std::string csv_header(const Table& table);
// The values: empty for null, true and false. Lists and tables are written as JSON.
std::string csv_row(const Table& table);

}  // namespace weir::cli
