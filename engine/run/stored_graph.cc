#include "run/stored_graph.h"

#include "graph/diagnostic.h"
#include "graph/parse.h"
#include "run/fingerprint.h"

namespace weir::run {
namespace {

constexpr std::string_view kParameter = "with.";

// What facts have is JSON without spaces, and so TOML already but for what stands between a key and its value.
std::string as_toml(std::string_view json) {
  std::string toml;
  bool in_string = false;
  bool escaped = false;
  for (const char c : json) {
    if (!escaped && c == '"') in_string = !in_string;
    escaped = !escaped && c == '\\';
    toml += c == ':' && !in_string ? '=' : c;
  }
  return toml;
}

std::string in_quotes(std::string_view text) { return '"' + std::string(text) + '"'; }

std::string node_text(const NodeFacts& node) {
  std::string with, from;
  for (const auto& [key, value] : node.facts) {
    if (!key.starts_with(kParameter) || value == "null") continue;
    with += (with.empty() ? "" : ", ") + in_quotes(key.substr(kParameter.size())) + " = " + as_toml(value);
  }
  for (const NodeInput& input : node.inputs())
    from += (from.empty() ? "" : ", ") + in_quotes(input.node + "." + input.port);
  const std::string* stage = node.find("stage");
  std::string text = "[nodes." + in_quotes(node.id) + "]\nstage = " + in_quotes(stage ? *stage : "") + "\n";
  if (!from.empty()) text += "from = [" + from + "]\n";
  if (!with.empty()) text += "with = { " + with + " }\n";
  return text;
}

}  // namespace

std::string graph_text(std::string_view fingerprint) {
  std::string text;
  for (const NodeFacts& node : read_fingerprint(fingerprint)) text += node_text(node);
  return text;
}

std::optional<graph::Specification> stored_graph(const store::ReadStore& store, graph::StageCatalogue& catalogue,
                                                 std::string& why) {
  const store::RunInfo info = store.state().info;
  graph::Diagnostics diagnostics;
  auto specification =
      graph::parse_text(graph_text(info.fingerprint), info.graph + ".toml", {}, {}, catalogue, diagnostics);
  if (!specification) why = "the stages here do not make the graph of the run: " + diagnostics.begin()->message;
  return specification;
}

}  // namespace weir::run
