#include "run/wiring.h"

namespace weir::run {
namespace {

const Value* parameter(const graph::Node& node, const std::string& name) {
  return name.empty() ? nullptr : node.with.find(name);
}

batch::Node make_node(const graph::Node& described, std::size_t threads) {
  batch::Node node;
  node.id = described.id;
  node.stage = described.stage;
  node.params = described.params;
  node.ports = described.ports;
  for (const graph::Input& input : described.from) node.from.push_back({input.node, input.port});
  node.instances = described.workers ? described.workers : threads;
  if (const Value* length = parameter(described, described.stage->run_parameter); length && length->integer()) {
    node.run_length = static_cast<std::size_t>(*length->integer());
  }
  if (const Value* name = parameter(described, described.stage->output_parameter); name && name->string()) {
    node.output_name = *name->string();
  }
  return node;
}

}  // namespace

batch::Wiring make_wiring(const graph::Specification& specification, std::size_t threads) {
  batch::Wiring wiring;
  for (const graph::Node& node : specification.nodes) wiring.nodes.push_back(make_node(node, threads));
  wiring.connect();
  return wiring;
}

}  // namespace weir::run
