// From a checked graph to nodes that run.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "batch/node.h"
#include "graph/specification.h"
#include "run/spools.h"

namespace weir::run {

// Nodes without `workers` of their own get as many instances as there are threads. A checkpoint, or a fold, becomes two
// nodes: the sink that fills its spool, and the source that reads what it or the fold has left there. The wiring refers
// to the specification's stages and parameters, which are shared.
batch::Wiring make_wiring(const graph::Specification& specification, std::size_t threads, const SpoolFiles& spools);

// The node that lists what the store knows by this name of a source: an index. Nothing where none does.
std::optional<std::size_t> find_source(const batch::Wiring& wiring, const std::string& name);
// The same. Throws std::logic_error where none does.
std::size_t source_named(const batch::Wiring& wiring, const std::string& name);

}  // namespace weir::run
