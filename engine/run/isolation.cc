#include "run/isolation.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

namespace weir::run {
namespace {

// Raised often enough, a deadline is none.
constexpr std::chrono::hours kLongest{24 * 365};

std::chrono::milliseconds times(std::chrono::milliseconds deadline, double factor) {
  const double raised = std::ceil(static_cast<double>(deadline.count()) * factor);
  const auto longest = std::chrono::duration_cast<std::chrono::milliseconds>(kLongest);
  if (raised >= static_cast<double>(longest.count())) return longest;
  return std::chrono::milliseconds(static_cast<std::int64_t>(raised));
}

}  // namespace

Isolation::Isolation(const graph::Specification& specification, const batch::Wiring& wiring, worker::Program program)
    : classes_(specification.classes), wiring_(wiring), program_(std::move(program)) {}

Place Isolation::place_of(std::size_t source, std::uint64_t largest_entry, const Terms& terms) {
  const auto found = std::find_if(classes_.begin(), classes_.end(), [&](const graph::SizeClass& each) {
    return !each.up_to || largest_entry <= *each.up_to;
  });
  const PlaceKey key(static_cast<std::size_t>(found - classes_.begin()), terms.deadline);
  const worker::Limits limits = limits_of(key);
  const Place here{nullptr, limits.deadline};
  if (!terms.isolated && (found == classes_.end() || !found->isolated)) return here;

  const std::scoped_lock lock(mutex_);
  if (!workers().can_isolate(source)) return here;
  std::unique_ptr<worker::IsolatedBatches>& place = places_[key];
  if (!place) place = std::make_unique<worker::IsolatedBatches>(workers(), limits);
  return {place.get(), {}};
}

worker::Workers& Isolation::workers() {
  if (!workers_) workers_ = std::make_unique<worker::Workers>(wiring_, program_);
  return *workers_;
}

worker::Limits Isolation::limits_of(const PlaceKey& key) const {
  worker::Limits limits;
  if (key.first == classes_.size()) return limits;
  const graph::SizeClass& size_class = classes_[key.first];
  if (size_class.deadline) limits.deadline = times(*size_class.deadline, key.second);
  limits.recycle_after = size_class.recycle_after;
  return limits;
}

}  // namespace weir::run
