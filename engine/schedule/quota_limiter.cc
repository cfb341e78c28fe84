#include "schedule/quota_limiter.h"

#include <algorithm>
#include <utility>

namespace weir::schedule {

QuotaLimiter::QuotaLimiter(const Rate& rate, const Usage& before, Outlets outlets, Now now)
    : rate_(rate), outlets_(std::move(outlets)), now_(std::move(now)), usage_(before), recorded_(before.used) {}

CallLimiter::Answer QuotaLimiter::take(std::uint64_t count) {
  std::unique_lock lock(mutex_);
  wanted_ += count;
  const bool passed = line_.pass(lock, [&] { return ask(lock, count); });
  wanted_ -= count;
  if (!passed) return exhausted_ ? Answer::exhausted : Answer::stopped;
  taken_ += count;
  return Answer::taken;
}

// How long to wait; takes them where that is zero.
Line::Duration QuotaLimiter::ask(std::unique_lock<std::mutex>& lock, std::uint64_t count) {
  const Time now = now_();
  look_at_the_clock(now);
  if (moved_ && !record(lock, recorded_)) return Line::kUntilWoken;
  if (usage_.used + count > rate_.calls) {
    const Line::Duration wait = usage_.began + rate_.per - now;
    if (wait <= kPatience || std::exchange(exhausted_, true)) return wait;
    line_.close();
    const Time renews = usage_.began + rate_.per;
    lock.unlock();
    outlets_.exhausted(renews);
    lock.lock();
    return wait;
  }
  const std::uint64_t enough = usage_.used + std::max(wanted_, count);
  if (usage_.used + count > recorded_ && !record(lock, std::min(enough, rate_.calls))) return Line::kUntilWoken;
  usage_.used += count;
  return Line::Duration::zero();
}

// A window that is over is none. One that begins in the future is there because the clock was set back: nobody knows
// when it began, so it begins now, and lasts no longer than any other.
void QuotaLimiter::look_at_the_clock(Time now) {
  if (usage_.used > 0 && now < usage_.began) {
    usage_.began = now;
    moved_ = true;
  } else if (now >= usage_.began + rate_.per || usage_.used == 0) {
    usage_ = {now, 0};
    recorded_ = 0;
  }
}

// The thread is the first in line until it has recorded, so nobody changes what is recorded.
bool QuotaLimiter::record(std::unique_lock<std::mutex>& lock, std::uint64_t used) {
  const Usage usage{usage_.began, used};
  lock.unlock();
  const bool recorded = outlets_.record(usage);
  lock.lock();
  if (!recorded) line_.close();
  if (!recorded) return false;
  recorded_ = used;
  moved_ = false;
  return true;
}

void QuotaLimiter::settle() {
  std::unique_lock lock(mutex_);
  if (recorded_ > usage_.used && usage_.used > 0) record(lock, usage_.used);
}

void QuotaLimiter::stop() noexcept {
  const std::scoped_lock lock(mutex_);
  line_.close();
}

CallLimiter::Snapshot QuotaLimiter::snapshot() const {
  const std::scoped_lock lock(mutex_);
  Snapshot snapshot{
      .limit = rate_.calls, .used = usage_.used, .taken = taken_, .waiting = line_.size(), .per = rate_.per};
  if (usage_.used > 0) snapshot.renews = usage_.began + rate_.per;
  return snapshot;
}

}  // namespace weir::schedule
