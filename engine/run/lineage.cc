#include "run/lineage.h"

#include <algorithm>

#include "run/fingerprint.h"

namespace weir::run {
namespace {

std::string value_of(const NodeFacts& node, std::string_view key) {
  const std::string* value = node.find(key);
  return value ? *value : std::string();
}

bool reads_any(const NodeFacts& node, const std::set<std::string>& others) {
  const std::vector<NodeInput> inputs = node.inputs();
  return std::any_of(inputs.begin(), inputs.end(), [&](const NodeInput& input) { return others.contains(input.node); });
}

}  // namespace

std::vector<StagePassed> stages_between(std::string_view fingerprint, const std::string& source,
                                        const std::set<std::string>& ends) {
  const std::vector<NodeFacts> nodes = read_fingerprint(fingerprint);
  std::set<std::string> below{source};
  for (const NodeFacts& node : nodes) {
    if (reads_any(node, below)) below.insert(node.id);
  }
  std::set<std::string> above = ends;
  for (auto node = nodes.rbegin(); node != nodes.rend(); ++node) {
    if (!above.contains(node->id)) continue;
    for (const NodeInput& input : node->inputs()) above.insert(input.node);
  }
  std::vector<StagePassed> passed;
  for (const NodeFacts& node : nodes) {
    if (!below.contains(node.id) || !above.contains(node.id)) continue;
    passed.push_back({node.id, value_of(node, "stage"), value_of(node, "version"), value_of(node, "build")});
  }
  return passed;
}

}  // namespace weir::run
