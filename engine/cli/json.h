// Values as JSON, for --format json.
#pragma once

#include <string>

#include <weir/value.h>

namespace weir::cli {

// On one line, keys in their order, without a line break at the end. Strings that are not UTF-8 get U+FFFD.
std::string to_json(const Value& value);

}  // namespace weir::cli
