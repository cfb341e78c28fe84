#include "run/record_listing.h"

#include <cstdint>
#include <set>
#include <string>

#include "run/cut.h"
#include "run/divisions.h"
#include "run/listing_digest.h"
#include "run/precedence.h"

namespace weir::run {

void record_listing(const graph::Specification& specification, const std::vector<Listed>& listing, store::Store& store,
                    store::ListingWriter writer) {
  std::set<std::string> sources;
  const CutLimits limits{specification.run.batch_bytes, specification.run.batch_documents};
  for (const Listed& listed : listing) {
    const std::string& source = specification.nodes[listed.node].id;
    const Precedence precedence = precedence_of(listed.entries, specification.run.priority);
    const std::uint64_t first = writer.entries();
    for (const auto& entries : cut(listed.entries, limits, precedence)) {
      writer.add(source, entries, precedence.priority(static_cast<std::size_t>(&entries[0] - &listed.entries[0])));
    }
    for (const auto& [entry, depends_on] : precedence.dependencies) {
      writer.depend(first + entry, first + depends_on, !specification.run.runs_on_dead);
    }
    sources.insert(source);
  }
  for (const auto& [source, digest] : digests_of(specification, listing)) writer.remember(source, digest);
  divide(specification, sources, store, writer);
  writer.finish();
}

}  // namespace weir::run
