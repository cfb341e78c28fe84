// The tables [graph], [run] and [limiters]: what holds for the graph as a whole.
#pragma once

#include "graph/diagnostic.h"
#include "graph/element.h"
#include "graph/specification.h"

namespace weir::graph {

// Each takes the table's value and writes what is right into `specification`.
void read_graph(const Element& table, Specification& specification, Diagnostics& diagnostics);
void read_run(const Element& table, Specification& specification, Diagnostics& diagnostics);
void read_limiters(const Element& table, Specification& specification, Diagnostics& diagnostics);

}  // namespace weir::graph
