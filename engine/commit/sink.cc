#include "commit/sink.h"

namespace weir::commit {

std::vector<Sink> find_sinks(const batch::Wiring& wiring, store::Store& store) {
  std::vector<Sink> sinks;
  for (std::size_t node = 0; node < wiring.nodes.size(); ++node) {
    const batch::Node& described = wiring.nodes[node];
    if (described.stage->kind != StageKind::sink) continue;
    sinks.push_back(
        {node, described.id, described.stage->output, described.output_name, {store.sink_number(described.id), 0}});
  }
  return sinks;
}

}  // namespace weir::commit
