// A place in what the author wrote: the graph file, or an argument of --set.
#pragma once

#include <compare>
#include <string>

namespace weir::graph {

// Lines and columns count from 1; columns count characters, not bytes. Line 0 stands for a file as a whole.
struct Position {
  int line = 0;
  int column = 0;
  auto operator<=>(const Position&) const = default;
};

// The name under which diagnostics speak of the arguments of --set: argument n is line n of it.
inline constexpr const char* kCommandLine = "--set";

struct Location {
  std::string file;
  Position begin;
  Position end;  // one past the last character
};

}  // namespace weir::graph
