// TOML text to elements with their places.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "graph/diagnostic.h"
#include "graph/element.h"

namespace weir::graph {

// What keeps text from being TOML: the first such thing, since what follows it cannot be understood.
struct SyntaxError {
  std::string message;
  Position at;
};

// The root table, its members in the order of the text at every level. Null where `error` was set. Places are named
// after `file`, and `line` is the number of the text's first line.
std::optional<Element> read_toml(std::string_view text, const std::string& file, int line, SyntaxError& error);

}  // namespace weir::graph
