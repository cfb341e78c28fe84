#include "graph/edges.h"

#include <weir/units.h>

#include <algorithm>
#include <cmath>

namespace weir::graph {

std::vector<std::vector<Edge>> edges_below(const Specification& specification) {
  struct Numbered {
    std::size_t port;
    Edge edge;
  };
  const std::vector<Node>& nodes = specification.nodes;
  std::vector<std::vector<Numbered>> numbered(nodes.size());
  for (std::size_t taker = 0; taker < nodes.size(); ++taker) {
    for (const Input& input : nodes[taker].from) {
      const std::string port = nodes[input.node].port_name(input.port);
      const bool is_default = port == "out" || (nodes[input.node].ports.size() == 1 && input.port == 0);
      numbered[input.node].push_back({input.port, {input.node, taker, is_default ? "" : port}});
    }
  }
  std::vector<std::vector<Edge>> edges(nodes.size());
  for (std::size_t node = 0; node < nodes.size(); ++node) {
    std::stable_sort(numbered[node].begin(), numbered[node].end(),
                     [](const Numbered& a, const Numbered& b) { return a.port < b.port; });
    for (Numbered& one : numbered[node]) edges[node].push_back(std::move(one.edge));
  }
  return edges;
}

std::vector<bool> nodes_below(const Specification& specification, std::size_t source) {
  std::vector<bool> below(specification.nodes.size(), false);
  below[source] = true;
  for (std::size_t node = 0; node < below.size(); ++node) {
    for (const Input& input : specification.nodes[node].from) below[node] = below[node] || below[input.node];
  }
  return below;
}

std::vector<bool> nodes_in_phase(const Specification& specification, std::size_t source) {
  std::vector<bool> below(specification.nodes.size(), false);
  below[source] = true;
  for (std::size_t node = 0; node < below.size(); ++node) {
    for (const Input& input : specification.nodes[node].from) {
      below[node] = below[node] || (below[input.node] && !ends_phase(specification.nodes[input.node]));
    }
  }
  return below;
}

bool ends_phase(const Node& node) {
  return node.stage->kind == StageKind::fold || node.stage->kind == StageKind::checkpoint;
}

std::string describe(const Amount& amount) {
  if (amount.bytes > 0) return format_size(amount.bytes);
  const double percent = std::round(amount.share * 1000.0) / 10.0;
  std::string text = std::to_string(percent);
  text.resize(text.find('.') + (percent == std::floor(percent) ? 0 : 2));
  return text + " % of what this process may use";
}

}  // namespace weir::graph
