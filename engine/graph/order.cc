#include "graph/order.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>

namespace weir::graph {

namespace {

class Sorter {
 public:
  explicit Sorter(const std::vector<NodeDraft>& nodes)
      : nodes_(nodes), waits_for_(nodes.size(), 0), takers_(nodes.size()) {
    for (std::size_t node = 0; node < nodes.size(); ++node) {
      for (const DraftInput& input : nodes[node].from) {
        if (!input.source) continue;
        ++waits_for_[node];
        takers_[input.source->node].push_back(node);
      }
      if (waits_for_[node] == 0) ready_.insert(node);
      left_.insert(node);
    }
  }

  // As far as it goes without a cycle in the way.
  void advance() {
    while (!ready_.empty()) {
      const std::size_t node = *ready_.begin();
      ready_.erase(ready_.begin());
      left_.erase(node);
      order_.push_back(node);
      for (const std::size_t taker : takers_[node]) {
        if (--waits_for_[taker] == 0 && left_.contains(taker)) ready_.insert(taker);
      }
    }
  }

  // A cycle among the nodes that are left, in the direction of the edges; empty where none is left.
  std::vector<std::size_t> cycle() const {
    if (left_.empty()) return {};
    // Every node that is left waits for one that is left, so going upwards comes round.
    std::vector<std::size_t> path;
    std::vector<std::size_t> place(nodes_.size(), nodes_.size());
    std::size_t node = *left_.begin();
    while (place[node] == nodes_.size()) {
      place[node] = path.size();
      path.push_back(node);
      node = input_of(node);
    }
    path.erase(path.begin(), path.begin() + static_cast<std::ptrdiff_t>(place[node]));
    std::reverse(path.begin(), path.end());
    std::rotate(path.begin(), std::min_element(path.begin(), path.end()), path.end());
    return path;
  }

  // Goes on as if the cycle's nodes had their inputs.
  void pass(const std::vector<std::size_t>& cycle) {
    for (const std::size_t node : cycle) left_.erase(node);
    for (const std::size_t node : cycle) {
      for (const std::size_t taker : takers_[node]) {
        if (--waits_for_[taker] == 0 && left_.contains(taker)) ready_.insert(taker);
      }
    }
  }

  const std::vector<std::size_t>& order() const { return order_; }

 private:
  std::size_t input_of(std::size_t node) const {
    for (const DraftInput& input : nodes_[node].from) {
      if (input.source && left_.contains(input.source->node)) return input.source->node;
    }
    return node;
  }

  const std::vector<NodeDraft>& nodes_;
  std::vector<std::size_t> waits_for_;            // inputs that have no place yet
  std::vector<std::vector<std::size_t>> takers_;  // once for each edge
  std::set<std::size_t> ready_;
  std::set<std::size_t> left_;
  std::vector<std::size_t> order_;
};

void report(const std::vector<std::size_t>& cycle, const std::vector<NodeDraft>& nodes, Diagnostics& diagnostics) {
  std::string way;
  for (const std::size_t node : cycle) way += "`" + nodes[node].id + "` -> ";
  way += "`" + nodes[cycle.front()].id + "`";

  const NodeDraft& first = nodes[cycle.front()];
  const auto closes = [&](const DraftInput& input) { return input.source && input.source->node == cycle.back(); };
  const auto edge = std::find_if(first.from.begin(), first.from.end(), closes);
  diagnostics.add({"E032", "a cycle: " + way, edge->at, "documents cannot come back to where they were", {}, {}});
}

}  // namespace

std::vector<std::size_t> order_of(const std::vector<NodeDraft>& nodes, Diagnostics& diagnostics) {
  Sorter sorter(nodes);
  sorter.advance();
  for (auto cycle = sorter.cycle(); !cycle.empty(); cycle = sorter.cycle()) {
    report(cycle, nodes, diagnostics);
    sorter.pass(cycle);
    sorter.advance();
  }
  return sorter.order();
}

}  // namespace weir::graph
