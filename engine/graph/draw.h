// The graph as text, for Graphviz and for Mermaid: every node, the ports on the edges, and the engine's own nodes, the
// limiter and the checkpoint, between which the tokens go round.
#pragma once

#include <string>

#include "graph/specification.h"

namespace weir::graph {

std::string draw_text(const Specification& specification);
std::string draw_dot(const Specification& specification);
std::string draw_mermaid(const Specification& specification);

}  // namespace weir::graph
