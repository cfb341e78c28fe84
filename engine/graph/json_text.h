// Values as JSON, always in the same way: no spaces, keys in their order, the shortest digits that read back as the
// same number.
#pragma once

#include <string>
#include <string_view>

#include <weir/value.h>

namespace weir::graph {

void append_json(std::string& text, std::string_view string);
void append_json(std::string& text, const Value& value);
void append_json(std::string& text, const Table& table);

}  // namespace weir::graph
