#include "run/class_workers.h"

#include <algorithm>
#include <utility>

namespace weir::run {

std::optional<store::Batch> ClassWorkers::next(const std::function<std::optional<store::Batch>()>& ready,
                                               const std::function<std::size_t(const store::Batch&)>& class_of) {
  while (true) {
    if (std::optional<store::Batch> waited = take_waiting()) return waited;
    if (is_full()) return std::nullopt;
    std::optional<store::Batch> batch = ready();
    if (!batch) return std::nullopt;
    const std::size_t size_class = class_of(*batch);
    if (most_of(size_class) == 0) return batch;
    const std::scoped_lock lock(mutex_);
    waiting_[size_class].push_back(std::move(*batch));
  }
}

void ClassWorkers::over(store::BatchId batch) {
  const std::scoped_lock lock(mutex_);
  under_way_.erase(batch);
}

std::size_t ClassWorkers::most_of(std::size_t size_class) const {
  return size_class < classes_.size() ? classes_[size_class].workers : 0;
}

bool ClassWorkers::has_worker(std::size_t size_class) const {
  const auto busy = std::count_if(under_way_.begin(), under_way_.end(),
                                  [size_class](const auto& each) { return each.second == size_class; });
  return static_cast<std::size_t>(busy) < most_of(size_class);
}

std::optional<store::Batch> ClassWorkers::take_waiting() {
  const std::scoped_lock lock(mutex_);
  for (auto& [size_class, waiting] : waiting_) {
    if (waiting.empty() || !has_worker(size_class)) continue;
    store::Batch batch = std::move(waiting.front());
    waiting.pop_front();
    under_way_.emplace(batch.id, size_class);
    return batch;
  }
  return std::nullopt;
}

bool ClassWorkers::is_full() {
  const std::scoped_lock lock(mutex_);
  return std::any_of(waiting_.begin(), waiting_.end(),
                     [](const auto& waiting) { return waiting.second.size() >= kMostAside; });
}

}  // namespace weir::run
