// How the output of sinks is divided into volumes, as far as what has just been listed decides it.
#pragma once

#include <set>
#include <string>

#include "graph/specification.h"
#include "store/store.h"

namespace weir::run {

// Divides the output of every sink that has a `volume` and takes documents of one of `sources`: ids of nodes, or names
// of spools. Within the transaction of `writer`, after its batches.
void divide(const graph::Specification& specification, const std::set<std::string>& sources, store::Store& store,
            store::ListingWriter& writer);

}  // namespace weir::run
