// How diagnostics look to a person: the line, a caret below the place, notes, what to do; the count at the end.
#pragma once

#include <string>

#include "graph/diagnostic.h"

namespace weir::graph {

// Ends with a line break; empty where there is nothing to report. `colour` adds ANSI sequences and changes no text.
// Control characters of the author's text never reach the terminal.
std::string render(const Diagnostics& diagnostics, bool colour);

}  // namespace weir::graph
