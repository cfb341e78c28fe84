// ${env:NAME} in strings: replaced where the command line allows the name, an error everywhere else.
#pragma once

#include <span>
#include <string>

#include "graph/diagnostic.h"
#include "graph/element.h"

namespace weir::graph {

void substitute_environment(Element& element, std::span<const std::string> allowed, Diagnostics& diagnostics);

}  // namespace weir::graph
