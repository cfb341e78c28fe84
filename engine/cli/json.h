// Values as JSON, for --format json, and back.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <weir/value.h>

namespace weir::cli {

// On one line, keys in their order, without a line break at the end. Strings that are not UTF-8 get U+FFFD.
std::string to_json(const Value& value);

// Nothing where the text is no JSON.
std::optional<Value> from_json(std::string_view text);

}  // namespace weir::cli
