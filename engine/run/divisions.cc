#include "run/divisions.h"

#include <weir/volume_name.h>

#include <algorithm>

#include "graph/edges.h"
#include "graph/output_name.h"
#include "run/phases.h"

namespace weir::run {
namespace {

// What the store calls that whose batches come to a node, in its phase.
std::set<std::string> sources_of(const graph::Specification& specification, const graph::Node& node) {
  std::set<std::string> sources;
  for (const graph::Input& input : node.from) {
    const graph::Node& above = specification.nodes[input.node];
    if (graph::ends_phase(above)) {
      sources.insert(above.stage->kind == StageKind::fold ? folded_spool(above.id) : above.id);
    } else if (above.stage->kind == StageKind::source) {
      sources.insert(above.id);
    } else {
      sources.merge(sources_of(specification, above));
    }
  }
  return sources;
}

}  // namespace

void divide(const graph::Specification& specification, const std::set<std::string>& sources, store::Store& store,
            store::ListingWriter& writer) {
  for (const graph::Node& node : specification.nodes) {
    if (node.volume_bytes == 0) continue;
    const std::set<std::string> own = sources_of(specification, node);
    if (std::none_of(own.begin(), own.end(), [&](const std::string& source) { return sources.contains(source); })) {
      continue;
    }
    const std::string pattern = volume_pattern(graph::output_name(*node.stage, node.with));
    writer.divide({store.sink_number(node.id),
                   node.volume_bytes,
                   specification.run.by_completion,
                   {own.begin(), own.end()},
                   [&](std::uint64_t volume) { return volume_name(pattern, volume); }});
  }
}

}  // namespace weir::run
