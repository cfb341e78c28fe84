// What decides the output of a graph, as one stable text: the ground of fingerprints.
#pragma once

#include <string>

#include "graph/specification.h"

namespace weir::graph {

// JSON, on one line, keys in a fixed order. Of each node: its id, stage, version, versions of data, the parameters that
// affect output, and its inputs. Left out is what changes no byte: threads, memory, secrets, descriptions; and how
// batches are cut, since a run keeps the cut that it began with.
std::string canonical(const Specification& specification);

// The same for one node, by its index; inputs are named by id and port.
std::string canonical(const Specification& specification, std::size_t node);

}  // namespace weir::graph
