#include "run/isolation.h"

#include <algorithm>
#include <utility>

namespace weir::run {

Isolation::Isolation(const graph::Specification& specification, const batch::Wiring& wiring, worker::Program program)
    : classes_(specification.classes) {
  for (const graph::SizeClass& each : classes_) {
    std::unique_ptr<worker::IsolatedBatches>& place = places_.emplace_back();
    if (!each.isolated) continue;
    if (!workers_) workers_ = std::make_unique<worker::Workers>(wiring, std::move(program));
    worker::Limits limits;
    limits.deadline = each.deadline;
    limits.recycle_after = each.recycle_after;
    place = std::make_unique<worker::IsolatedBatches>(*workers_, limits);
  }
}

batch::Elsewhere* Isolation::place_of(std::size_t source, std::uint64_t largest_entry) const {
  const auto found = std::find_if(classes_.begin(), classes_.end(), [&](const graph::SizeClass& each) {
    return !each.up_to || largest_entry <= *each.up_to;
  });
  if (found == classes_.end()) return nullptr;
  batch::Elsewhere* const place = places_[static_cast<std::size_t>(found - classes_.begin())].get();
  return place && workers_->can_isolate(source) ? place : nullptr;
}

}  // namespace weir::run
