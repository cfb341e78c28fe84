// The edges of a specification from above: what takes a node's documents, where `from` says where they come from.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "graph/specification.h"

namespace weir::graph {

struct Edge {
  std::size_t from = 0;  // indices into Specification::nodes
  std::size_t to = 0;
  std::string port;  // empty for the port that is meant where none is named
};

// By the node that they leave, in the order of ports, then of takers.
std::vector<std::vector<Edge>> edges_below(const Specification& specification);

// By node: whether documents of `source` may come there; it itself is one of them.
std::vector<bool> nodes_below(const Specification& specification, std::size_t source);
// The same in the phase of `source`, to the checkpoints and folds that end it: what one batch passes.
std::vector<bool> nodes_in_phase(const Specification& specification, std::size_t source);

// Whether a checkpoint or a fold: where a phase ends, and the next begins.
bool ends_phase(const Node& node);

// What the memory limiter holds: "75 % of what this process may use", "64 MiB".
std::string describe(const Amount& amount);

}  // namespace weir::graph
