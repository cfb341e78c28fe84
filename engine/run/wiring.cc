#include "run/wiring.h"

#include <stdexcept>
#include <vector>

#include <weir/volume_name.h>

#include "batch/spool.h"
#include "flow/extent.h"
#include "graph/edges.h"

namespace weir::run {
namespace {

const Value* parameter(const graph::Node& node, const std::string& name) {
  return name.empty() ? nullptr : node.with.find(name);
}

// A node without its inputs.
batch::Node make_node(const graph::Specification& specification, const graph::Node& described, std::size_t threads) {
  batch::Node node;
  node.by_completion = specification.run.by_completion;
  node.id = described.id;
  node.stage = described.stage;
  node.params = described.params;
  node.ports = described.ports;
  node.instances = described.workers ? described.workers : threads;
  // What goes on side by side outside says nothing of a document's size, which the usual deadlines are about.
  const bool waits = described.stage->waits && !specification.classes.empty() && specification.classes.front().usual;
  node.own_deadline = described.deadline.has_value() || waits;
  if (const Value* length = parameter(described, described.stage->run_parameter); length && length->integer()) {
    node.run_length = static_cast<std::size_t>(*length->integer());
  }
  if (const Value* name = parameter(described, described.stage->output_parameter); name && name->string()) {
    node.output_name = described.volume_bytes > 0 ? volume_pattern(*name->string()) : *name->string();
  }
  return node;
}

batch::Node make_half(const graph::Node& described, std::size_t threads) {
  batch::Node half;
  half.id = described.id;
  half.instances = threads;
  return half;
}

batch::Node make_upper_half(const graph::Node& described, std::size_t threads) {
  batch::Node half = make_half(described, threads);
  half.stage = &batch::spool_sink();
  half.params = half.stage->make_params();
  half.spool = described.id;
  return half;
}

batch::Node make_lower_half(const graph::Node& described, std::size_t threads, const SpoolFiles& spools) {
  batch::Node half = make_half(described, threads);
  half.spool = described.stage->kind == StageKind::fold ? folded_spool(described.id) : described.id;
  half.own_stage = std::make_shared<StageInfo>(batch::spool_source(spools.at(half.spool)));
  half.stage = half.own_stage.get();
  half.params = half.stage->make_params();
  half.ports = half.stage->ports;
  return half;
}

}  // namespace

batch::Wiring make_wiring(const graph::Specification& specification, std::size_t threads, const SpoolFiles& spools) {
  batch::Wiring wiring;
  std::vector<std::size_t> sender;  // by node of the specification: the one that feeds what takes from it
  for (const graph::Node& described : specification.nodes) {
    const bool divided = graph::ends_phase(described);
    batch::Node& node = wiring.nodes.emplace_back(divided ? make_upper_half(described, threads)
                                                          : make_node(specification, described, threads));
    for (const graph::Input& input : described.from) node.from.push_back({sender[input.node], input.port});
    if (divided) wiring.nodes.push_back(make_lower_half(described, threads, spools));
    sender.push_back(wiring.nodes.size() - 1);
  }
  wiring.connect();
  return wiring;
}

std::optional<std::size_t> find_source(const batch::Wiring& wiring, const std::string& name) {
  for (std::size_t i = 0; i < wiring.nodes.size(); ++i) {
    const batch::Node& node = wiring.nodes[i];
    if (node.stage->kind == StageKind::source && flow::source_name(node) == name) return i;
  }
  return std::nullopt;
}

std::size_t source_named(const batch::Wiring& wiring, const std::string& name) {
  const auto found = find_source(wiring, name);
  if (!found) throw std::logic_error("the store names a source that the graph does not have: " + name);
  return *found;
}

}  // namespace weir::run
