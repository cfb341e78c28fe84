// Values as a graph author writes them.
#pragma once

#include <string>
#include <string_view>

#include <weir/value.h>

namespace weir::plugin {

// On one line; strings quoted, with their control characters escaped. Null, which TOML does not have, gives "".
std::string toml_text(const Value& value);

// A key, quoted where TOML asks for it.
std::string toml_key(std::string_view key);

}  // namespace weir::plugin
