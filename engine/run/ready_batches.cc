#include "run/ready_batches.h"

#include <utility>

namespace weir::run {

ReadyBatches::ReadyBatches(const store::ReadStore& store) : store_(store), pending_(store.pending_batches()) {
  for (const store::Unmet& unmet : store.unmet_dependencies()) {
    ++held_[unmet.batch].unmet;
    waiting_for_[unmet.depends_on].push_back(unmet.batch);
  }
}

std::optional<store::Batch> ReadyBatches::next() {
  const std::scoped_lock lock(mutex_);
  walk();
  const auto released = released_.begin();
  const bool takes_released =
      released != released_.end() && (!ahead_ || released->first < Place(ahead_->priority, ahead_->id));
  if (!takes_released) return std::exchange(ahead_, std::nullopt);
  std::optional<store::Batch> batch = std::move(released->second);
  released_.erase(released);
  return batch;
}

void ReadyBatches::walk() {
  while (!ahead_) {
    std::optional<store::Batch> batch = pending_.next();
    if (!batch) return;
    const auto held = held_.find(batch->id);
    if (held == held_.end()) {
      // What left its batch since the pass began is for the next one, if it has to wait.
      if (batch->only && store_.has_unmet_dependencies(batch->id)) continue;
      ahead_ = std::move(batch);
    } else {
      held->second.batch = std::move(batch);
    }
  }
}

void ReadyBatches::decided(const std::vector<std::uint64_t>& entries) {
  const std::scoped_lock lock(mutex_);
  if (waiting_for_.empty()) return;
  for (const std::uint64_t entry : entries) release(entry);
}

void ReadyBatches::release(std::uint64_t entry) {
  const auto waiting = waiting_for_.find(entry);
  if (waiting == waiting_for_.end()) return;
  for (const store::BatchId id : waiting->second) {
    const auto held = held_.find(id);
    if (--held->second.unmet > 0) continue;
    // Where the walk has yet to come by, it will find the batch like any other.
    if (std::optional<store::Batch>& batch = held->second.batch) {
      const Place place(batch->priority, batch->id);
      released_.emplace(place, std::move(*batch));
    }
    held_.erase(held);
  }
  waiting_for_.erase(waiting);
}

}  // namespace weir::run
