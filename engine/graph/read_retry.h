// The table [retry]: which documents that failed run again, how often, and when.
#pragma once

#include "graph/diagnostic.h"
#include "graph/element.h"
#include "graph/specification.h"

namespace weir::graph {

// Takes the table's value and writes what is right into `specification`.
void read_retry(const Element& table, Specification& specification, Diagnostics& diagnostics);

}  // namespace weir::graph
