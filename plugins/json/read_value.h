// JSON text as values of documents.
#pragma once

#include <string>
#include <string_view>

#include <weir/value.h>

namespace weir::json {

// One JSON value, and nothing but white space after it. Integers that fit are integers, other numbers are numbers;
// of a key that comes twice, the last counts. False where the text is not JSON, not UTF-8, nested more than a hundred
// deep, or holds a number that no double holds: `error` then says which, and where in the line.
bool read_value(std::string_view json, Value& value, std::string& error);

}  // namespace weir::json
