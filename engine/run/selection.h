// Which inputs a run reads, as its command line said. Part of what a run directory remembers: resumed with another
// selection, a run would be another run.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <weir/listing.h>

#include "graph/specification.h"

namespace weir::run {

struct Selection {
  std::vector<std::string> inputs;                              // in place of the only source's own
  std::map<std::string, std::vector<std::string>> node_inputs;  // --input NODE=PATH
  std::optional<std::string> only;                              // a pattern of paths below the input
  std::optional<std::uint64_t> limit;                           // the first so many of the listing
  std::optional<std::uint64_t> sample;                          // so many of those, of all sizes (run/sample.h)

  // One line that is the same exactly for the same selection.
  std::string text() const;
};

// The entries of one source node.
struct Listed {
  std::size_t node = 0;  // index into Specification::nodes
  std::vector<ListedEntry> entries;
};

// The nodes that list, in node order: indices into Specification::nodes.
std::vector<std::size_t> source_nodes(const graph::Specification& specification);

// Asks every source for its entries, in node order, and gives each that is selected to `visit`, with its node. A sample
// is drawn from all, which are held meanwhile. Throws RunError: what cannot be listed, why, and what to do.
void visit_sources(const graph::Specification& specification, const Selection& selection, const Resources& resources,
                   const std::function<void(std::size_t, ListedEntry)>& visit);

// The same, kept.
std::vector<Listed> list_sources(const graph::Specification& specification, const Selection& selection,
                                 const Resources& resources);

}  // namespace weir::run
