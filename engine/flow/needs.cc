#include "flow/needs.h"

#include <algorithm>

namespace weir::flow {
namespace {

// The source and every node below it.
std::vector<bool> reached_from(const batch::Wiring& wiring, std::size_t source) {
  std::vector<bool> reached(wiring.nodes.size());
  reached[source] = true;
  for (std::size_t node = source; node < wiring.nodes.size(); ++node) {
    if (!reached[node]) continue;
    for (const std::vector<batch::Target>& targets : wiring.nodes[node].targets) {
      for (const batch::Target& target : targets) reached[target.node] = true;
    }
  }
  return reached;
}

}  // namespace

Needs::Needs(const batch::Wiring& wiring) : needs_(wiring.nodes.size()) {
  for (std::size_t source = 0; source < wiring.nodes.size(); ++source) {
    if (wiring.nodes[source].stage->kind != StageKind::source) continue;
    const std::vector<bool> reached = reached_from(wiring, source);
    for (std::size_t node = 0; node < wiring.nodes.size(); ++node) {
      const MemoryNeed& declared = wiring.nodes[node].stage->memory;
      if (reached[node]) needs_[source].push_back({declared.per_byte, declared.fixed});
    }
  }
}

std::uint64_t Needs::of(const batch::Batch& batch, std::uint64_t budget) const {
  std::uint64_t bytes = 0;
  std::uint64_t largest = 0;
  for (const batch::BatchEntry& entry : batch.entries()) {
    if (entry.left_out || entry.listed.refusal) continue;
    bytes += entry.listed.size;
    largest = std::max(largest, entry.listed.size);
  }
  const std::vector<schedule::Need>& nodes = needs_[batch.source()];
  const std::uint64_t whole = schedule::tokens_for(nodes, bytes, batch.entries().size());
  const std::uint64_t alone = schedule::tokens_for(nodes, largest, 1);
  return std::min(whole, std::max(budget, alone));
}

}  // namespace weir::flow
