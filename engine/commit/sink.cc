#include "commit/sink.h"

#include <algorithm>
#include <utility>

#include <weir/volume_name.h>

#include "commit/compression.h"

namespace weir::commit {
namespace {

// A run keeps the division that it began with, also where the graph has another one by now. What has not been cut yet
// has one volume.
void name_volumes(Sink& sink, store::Store& store) {
  std::vector<std::uint64_t> numbers;
  for (const store::StoredVolume& stored : store.volumes()) {
    if (stored.key.sink != sink.volume.sink) continue;
    if (stored.first_entry) sink.name = volume_pattern(sink.name);
    numbers.push_back(stored.key.number);
  }
  if (numbers.empty()) numbers.push_back(0);
  for (const std::uint64_t number : numbers) {
    store.name_volume({sink.volume.sink, number}, volume_name(sink.name, number), sink.by_completion);
  }
}

}  // namespace

bool commits_frames(const Sink& volume) { return volume.by_completion && is_compressed(volume.name); }

bool compresses_whole(const Sink& volume) { return !volume.by_completion && is_compressed(volume.name); }

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
                     stage.header ? stage.header(*described.params) : std::string(),
                     false,
                     described.by_completion});
    if (described.stage->output == SinkOutput::volume) name_volumes(sinks.back(), store);
  }
  return sinks;
}

std::vector<Sink> divide(const std::vector<Sink>& sinks, const store::ReadStore& store) {
  const std::vector<store::StoredVolume> stored = store.volumes();
  std::vector<Sink> all;
  for (const Sink& sink : sinks) {
    if (sink.kind != SinkOutput::volume) {
      all.push_back(sink);
      continue;
    }
    for (const store::StoredVolume& volume : stored) {
      if (volume.key.sink != sink.volume.sink) continue;
      all.push_back(sink);
      all.back().name = volume.name;
      all.back().volume = volume.key;
      all.back().divided = volume.first_entry.has_value();
      all.back().by_completion = volume.by_completion;
    }
  }
  return all;
}

std::vector<Sink> stored_volumes(const store::ReadStore& store) {
  const std::vector<store::StoredSink> known = store.sinks();
  std::vector<Sink> sinks;
  for (const store::StoredVolume& volume : store.volumes()) {
    const auto sink =
        std::find_if(known.begin(), known.end(), [&](const auto& each) { return each.number == volume.key.sink; });
    if (sink == known.end()) continue;
    sinks.push_back({0,
                     sink->node,
                     SinkOutput::volume,
                     volume.name,
                     volume.key,
                     {},
                     volume.first_entry.has_value(),
                     volume.by_completion});
  }
  return sinks;
}

std::vector<Sink> stored_outputs(const store::ReadStore& store) {
  std::vector<Sink> outputs = stored_volumes(store);
  const std::size_t volumes = outputs.size();
  for (const store::StoredSink& sink : store.sinks()) {
    const auto end = outputs.begin() + static_cast<std::ptrdiff_t>(volumes);
    const bool is_named =
        std::any_of(outputs.begin(), end, [&](const Sink& volume) { return volume.volume.sink == sink.number; });
    if (!is_named) outputs.push_back({0, sink.node, SinkOutput::spool, {}, {sink.number, 0}});
  }
  return outputs;
}

}  // namespace weir::commit
