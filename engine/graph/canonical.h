// What decides the output of a graph, as one stable text: the ground of fingerprints.
#pragma once

#include <string>
#include <vector>

#include "graph/specification.h"

namespace weir::graph {

// JSON, on one line, keys in a fixed order. Of each node: its id, stage, version, versions of data, the parameters that
// affect output, and its inputs. Left out is what changes no byte: threads, memory, secrets, descriptions; and how
// batches are cut, since a run keeps the cut that it began with.
std::string canonical(const Specification& specification);

// The same for one node, by its index; inputs are named by id and port.
std::string canonical(const Specification& specification, std::size_t node);

// One thing that decides the output of a node.
struct Fact {
  std::string key;
  std::string value;
};

// The same, thing by thing: `stage`, `version`, `data.NAME`, `with.NAME` as JSON, and `from`, its inputs as NODE.PORT
// with spaces between them, which a source has not.
std::vector<Fact> facts(const Specification& specification, std::size_t node);

}  // namespace weir::graph
