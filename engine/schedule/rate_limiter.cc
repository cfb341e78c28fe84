#include "schedule/rate_limiter.h"

#include <utility>

namespace weir::schedule {

RateLimiter::RateLimiter(const Rate& rate, std::uint64_t burst, bool first, Now now)
    : rate_(rate), burst_(burst), now_(std::move(now)), bucket_(rate, burst, first, now_()) {}

CallLimiter::Answer RateLimiter::take(std::uint64_t count) {
  std::unique_lock lock(mutex_);
  const bool passed = line_.pass(lock, [&] {
    const Time now = now_();
    const Line::Duration wait = bucket_.wait(count, now);
    if (wait <= Line::Duration::zero()) bucket_.take(count, now);
    return wait;
  });
  if (!passed) return Answer::stopped;
  taken_ += count;
  return Answer::taken;
}

void RateLimiter::stop() noexcept {
  const std::scoped_lock lock(mutex_);
  line_.close();
}

CallLimiter::Snapshot RateLimiter::snapshot() const {
  const std::scoped_lock lock(mutex_);
  return {.limit = rate_.calls,
          .used = burst_ - bucket_.available(now_()),
          .taken = taken_,
          .waiting = line_.size(),
          .per = rate_.per};
}

}  // namespace weir::schedule
