#include "commit/sink.h"

#include <utility>

namespace weir::commit {

std::vector<Sink> find_sinks(const batch::Wiring& wiring, store::Store& store) {
  std::vector<Sink> sinks;
  for (std::size_t node = 0; node < wiring.nodes.size(); ++node) {
    const batch::Node& described = wiring.nodes[node];
    if (described.stage->kind != StageKind::sink) continue;
    const StageInfo& stage = *described.stage;
    sinks.push_back({node,
                     described.id,
                     stage.output,
                     described.output_name,
                     {store.sink_number(described.id), 0},
                     stage.header ? stage.header(*described.params) : std::string()});
    if (described.stage->output == SinkOutput::volume) store.name_volume(sinks.back().volume, described.output_name);
  }
  return sinks;
}

std::vector<Sink> stored_volumes(const store::ReadStore& store) {
  std::vector<Sink> sinks;
  for (const store::StoredSink& stored : store.sinks()) {
    const store::VolumeKey volume{stored.number, 0};
    if (auto name = store.volume_name(volume)) {
      sinks.push_back({0, stored.node, SinkOutput::volume, std::move(*name), volume});
    }
  }
  return sinks;
}

}  // namespace weir::commit
