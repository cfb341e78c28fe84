#include "flow/needs.h"

#include <algorithm>
#include <string>

#include "flow/extent.h"

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

Needs::Needs(const batch::Wiring& wiring, const schedule::CostModel* model, bool oversize_alone)
    : wiring_(wiring), model_(model), oversize_alone_(oversize_alone), needs_(wiring.nodes.size()) {
  for (std::size_t source = 0; source < wiring.nodes.size(); ++source) {
    if (wiring.nodes[source].stage->kind != StageKind::source) continue;
    const std::vector<bool> reached = reached_from(wiring, source);
    for (std::size_t node = 0; node < wiring.nodes.size(); ++node) {
      const MemoryNeed& declared = wiring.nodes[node].stage->memory;
      if (reached[node]) needs_[source].push_back({declared.per_byte, declared.fixed});
    }
  }
}

std::uint64_t Needs::of_document(std::size_t source, const ListedEntry& entry) const {
  return entry.expected_memory > 0 ? entry.expected_memory : schedule::tokens_for(needs_[source], entry.size, 1);
}

Need Needs::of(const batch::Batch& batch, std::uint64_t budget) const {
  Need need = of(batch.source(), extent_of(batch), batch.entries().size(), budget);
  const double factor = batch.surroundings().memory_factor;
  if (factor <= 1.0 || need.tokens >= budget) return need;
  const std::uint64_t granted = std::max(need.tokens, need.declared);  // what stages and workers are told
  const double raised = std::min(static_cast<double>(granted) * factor, static_cast<double>(budget));
  need.tokens = static_cast<std::uint64_t>(raised);
  return need;
}

Need Needs::of(std::size_t source, const Extent& extent, std::size_t entries, std::uint64_t budget) const {
  Need need = by_size(source, extent, entries, budget);
  if (std::uint64_t expected = extent.expected) {
    if (oversize_alone_) expected = std::min(expected, budget);
    need.tokens = std::max(need.tokens, expected);
    need.declared = std::max(need.declared, expected);
  }
  return need;
}

Need Needs::by_size(std::size_t source, const Extent& extent, std::size_t entries, std::uint64_t budget) const {
  const bool all_expected = extent.documents == 0 && extent.expected > 0;
  const std::vector<schedule::Need> nodes = all_expected ? std::vector<schedule::Need>() : needs_[source];
  const std::uint64_t whole = schedule::tokens_for(nodes, extent.bytes, entries);
  const std::uint64_t largest = schedule::tokens_for(nodes, extent.largest, 1);
  const std::uint64_t alone = oversize_alone_ ? std::min(largest, budget) : largest;
  Need need;
  need.declared = std::min(whole, std::max(budget, alone));
  need.tokens = need.declared;
  if (!model_ || extent.documents == 0 || alone > budget) return need;
  const auto learned = model_->need(source_name(wiring_.nodes[source]), extent.bytes, extent.documents);
  if (!learned) return need;
  need.tokens = std::clamp(*learned, schedule::kEngineBytesPerBatch, std::max(budget, schedule::kEngineBytesPerBatch));
  need.learned = true;
  return need;
}

void Needs::learn(schedule::CostModel& model, const batch::Wiring& wiring, const batch::Batch& batch) {
  const Extent extent = extent_of(batch);
  schedule::Sample sample{.size = extent.bytes,
                          .used = batch.memory().peak() + batch.memory_elsewhere(),
                          .reserved = batch.reservation().tokens,
                          .learned = batch.reservation().learned};
  if (sample.used == 0 || extent.documents == 0 || extent.expected > 0) return;
  for (std::size_t node = 0; node < wiring.nodes.size(); ++node) {
    sample.cpu_ns += batch.result(node).cpu_ns;
    sample.wall_ns += batch.result(node).wall_ns;
    sample.written += batch.result(node).encoding.size();
  }
  const bool isolated = batch.surroundings().elsewhere != nullptr;
  model.add(model_name(wiring.nodes[batch.source()], isolated), extent.documents, sample);
}

}  // namespace weir::flow
