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
  Location at;
  std::string label;
};

// The root table, its members in the order of the text at every level; places are named after `file`, and `line` is the
// number of the text's first line. Null where `error` was set, whose place counts from line 1.
std::optional<Element> read_toml(std::string_view text, const std::string& file, int line, SyntaxError& error);

}  // namespace weir::graph
