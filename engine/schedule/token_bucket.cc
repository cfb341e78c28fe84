#include "schedule/token_bucket.h"

#include <algorithm>

namespace weir::schedule {
namespace {

TokenBucket::Duration times(TokenBucket::Duration each, std::uint64_t count) {
  return each * static_cast<std::int64_t>(count);
}

}  // namespace

TokenBucket::TokenBucket(const Rate& rate, std::uint64_t burst, bool full, Time now)
    : each_((rate.per.count() + static_cast<std::int64_t>(rate.calls) - 1) / static_cast<std::int64_t>(rate.calls)),
      whole_(times(each_, burst)),
      full_at_(full ? now : now + whole_) {}

TokenBucket::Duration TokenBucket::missing(Time now) const {
  return std::clamp<Duration>(full_at_ - now, Duration::zero(), whole_);
}

// It never lacks more than all that it holds: a clock that went backwards leaves it empty at worst.
TokenBucket::Duration TokenBucket::wait(std::uint64_t count, Time now) {
  full_at_ = now + missing(now);
  return std::max(full_at_ - now + times(each_, count) - whole_, Duration::zero());
}

void TokenBucket::take(std::uint64_t count, Time now) { full_at_ = now + missing(now) + times(each_, count); }

std::uint64_t TokenBucket::available(Time now) const {
  return static_cast<std::uint64_t>((whole_ - missing(now)) / each_);
}

}  // namespace weir::schedule
