#include "run/isolation.h"

#include <chrono>
#include <cmath>
#include <utility>

#include "mutant/mutant.h"

namespace weir::run {
namespace {

void raise(batch::Deadlines::Time& deadline, double factor) {
  if (!deadline || mutant("longer_deadline_forgotten")) return;
  const double raised = std::ceil(static_cast<double>(deadline->count()) * factor);
  const bool none = raised >= static_cast<double>(graph::kLongestDeadline.count());
  deadline = none ? graph::kLongestDeadline : std::chrono::milliseconds(static_cast<std::int64_t>(raised));
}

// By the nodes of the wiring, which has other numbers than the graph where there are checkpoints and folds.
batch::Deadlines deadlines_of_nodes(const graph::Specification& specification, const batch::Wiring& wiring) {
  batch::Deadlines deadlines;
  deadlines.nodes.resize(wiring.nodes.size());
  for (const graph::Node& node : specification.nodes) {
    for (std::size_t i = 0; i < wiring.nodes.size(); ++i) {
      if (!wiring.nodes[i].own_deadline || wiring.nodes[i].id != node.id) continue;
      deadlines.nodes[i] = node.deadline.value_or(graph::kLongestDeadline);
    }
  }
  return deadlines;
}

}  // namespace

Isolation::Isolation(const graph::Specification& specification, const batch::Wiring& wiring, worker::Program program)
    : classes_(specification.classes),
      of_nodes_(deadlines_of_nodes(specification, wiring)),
      wiring_(wiring),
      program_(std::move(program)) {}

Placement Isolation::placement_of(std::size_t source, std::uint64_t largest_entry, const Terms& terms) {
  const PlaceKey key(graph::class_of(classes_, largest_entry), terms.deadline);
  const worker::Limits limits = limits_of(key);
  Placement here{nullptr, limits.deadlines};
  const bool class_is_isolated = key.first < classes_.size() && classes_[key.first].isolated;
  if (!terms.isolated && !class_is_isolated) return here;

  const std::scoped_lock lock(mutex_);
  if (!workers().can_isolate(source)) return here;
  std::unique_ptr<worker::IsolatedBatches>& place = places_[key];
  if (!place) place = std::make_unique<worker::IsolatedBatches>(workers(), limits);
  return {place.get(), limits.deadlines};
}

worker::Workers& Isolation::workers() {
  if (!workers_) workers_ = std::make_unique<worker::Workers>(wiring_, program_);
  return *workers_;
}

worker::Limits Isolation::limits_of(const PlaceKey& key) const {
  worker::Limits limits;
  limits.deadlines = deadlines_of(key);
  if (key.first < classes_.size()) limits.recycle_after = classes_[key.first].recycle_after;
  return limits;
}

batch::Deadlines Isolation::deadlines_of(const PlaceKey& key) const {
  batch::Deadlines deadlines = of_nodes_;
  if (key.first < classes_.size()) {
    deadlines.document = classes_[key.first].deadline;
    deadlines.no_progress = classes_[key.first].no_progress;
  }
  raise(deadlines.document, key.second);
  raise(deadlines.no_progress, key.second);
  for (batch::Deadlines::Time& node : deadlines.nodes) raise(node, key.second);
  return deadlines;
}

}  // namespace weir::run
