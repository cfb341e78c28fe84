#include "schedule/counting_limiter.h"

namespace weir::schedule {

CallLimiter::Answer CountingLimiter::take(std::uint64_t count) {
  std::unique_lock lock(mutex_);
  line_.pass(lock, [&] {
    if (count > free_) return Line::kUntilWoken;
    free_ -= count;
    return Line::Duration::zero();
  });
  taken_ += count;
  return Answer::taken;
}

void CountingLimiter::give_back(std::uint64_t count) noexcept {
  const std::scoped_lock lock(mutex_);
  free_ += count;
  line_.look_again();
}

CallLimiter::Snapshot CountingLimiter::snapshot() const {
  const std::scoped_lock lock(mutex_);
  return {.limit = tokens_, .used = tokens_ - free_, .taken = taken_, .waiting = line_.size()};
}

}  // namespace weir::schedule
