#include "run/listing_check.h"

#include "schedule/cost.h"

namespace weir::run {

void check_listing(const graph::Specification& specification, const std::vector<Listed>& listing,
                   std::uint64_t memory_tokens, graph::Diagnostics& diagnostics) {
  std::vector<graph::SourceListing> sources;
  sources.reserve(listing.size());
  for (const Listed& listed : listing) sources.push_back({listed.node, listed.entries});
  graph::check_listing(specification, sources,
                       {memory_tokens, schedule::kEngineBytesPerBatch, schedule::kEngineBytesPerDocument}, diagnostics);
}

}  // namespace weir::run
