// --set key=value: keys of the graph file, replaced or added before anything is checked.
#pragma once

#include <span>
#include <string>

#include "graph/diagnostic.h"
#include "graph/element.h"

namespace weir::graph {

// Argument n is line n of the file `kCommandLine`, which is where errors about it point to.
void set_keys(Element& root, std::span<const std::string> arguments, Diagnostics& diagnostics);

}  // namespace weir::graph
