#include "graph/canonical.h"

#include <weir/params.h>

#include <utility>

#include "graph/json_text.h"

namespace weir::graph {

namespace {

Table output_parameters(const Node& node) {
  const std::unique_ptr<BoundParams> params = node.stage->make_params();
  ParamList declared;
  params->declare(declared);
  Table table;
  for (const auto& [name, value] : node.with) {
    const ParamSpec* spec = declared.find(name);
    if (spec && spec->affects_output()) table.set(name, value);
  }
  return table;
}

Table data_versions(const StageInfo& stage) {
  Table table;
  for (const auto& [name, version] : stage.data_versions) table.set(name, version);
  return table;
}

List inputs(const Specification& specification, const Node& node) {
  List list;
  for (const Input& input : node.from) {
    const Node& source = specification.nodes[input.node];
    list.emplace_back(source.id + "." + source.port_name(input.port));
  }
  return list;
}

}  // namespace

std::string canonical(const Specification& specification, std::size_t index) {
  const Node& node = specification.nodes[index];
  Table table;
  table.set("id", node.id);
  table.set("stage", node.stage->name);
  table.set("version", node.stage->version);
  table.set("data", data_versions(*node.stage));
  table.set("with", output_parameters(node));
  table.set("from", inputs(specification, node));
  std::string text;
  append_json(text, table);
  return text;
}

std::vector<Fact> facts(const Specification& specification, std::size_t index) {
  const Node& node = specification.nodes[index];
  std::vector<Fact> facts{{"stage", node.stage->name}, {"version", std::to_string(node.stage->version)}};
  for (const auto& [name, version] : node.stage->data_versions) facts.push_back({"data." + name, version});
  for (const auto& [name, value] : output_parameters(node)) {
    std::string text;
    append_json(text, value);
    facts.push_back({"with." + name, std::move(text)});
  }
  std::string from;
  for (const Value& input : inputs(specification, node)) from.append(from.empty() ? "" : " ").append(*input.string());
  if (!from.empty()) facts.push_back({"from", std::move(from)});
  if (specification.run.by_completion && node.stage->output == SinkOutput::volume) {
    facts.push_back({"order", "completion"});
  }
  return facts;
}

std::string canonical(const Specification& specification) {
  std::string text = "{\"nodes\":[";
  for (std::size_t i = 0; i < specification.nodes.size(); ++i) {
    if (i > 0) text += ',';
    text += canonical(specification, i);
  }
  return text + "]}";
}

}  // namespace weir::graph
