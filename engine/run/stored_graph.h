// The graph of a run without its file: as much of it as the fingerprint in the store says, which is what decides the
// output. For commands that have nothing but a run directory.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "graph/catalogue.h"
#include "graph/specification.h"
#include "store/read_store.h"

namespace weir::run {

// A graph file whose fingerprint is this one, but for files that parameters name, which are relative to a folder that
// nobody knows any more.
std::string graph_text(std::string_view fingerprint);

// Null where the stages that are there now do not make that graph; `why` then says so in a sentence.
std::optional<graph::Specification> stored_graph(const store::ReadStore& store, graph::StageCatalogue& catalogue,
                                                 std::string& why);

}  // namespace weir::run
