// The arithmetic of a rate: a bucket of `burst` calls that fills at the rate, and of which each call takes some. In any
// time t at most burst + rate × t calls are let through. Kept as the moment at which it will be full again, in whole
// nanoseconds for each call, rounded up, so that the rate is never exceeded.
#pragma once

#include <cstdint>

#include "schedule/call_limiter.h"

namespace weir::schedule {

class TokenBucket {
 public:
  using Duration = std::chrono::nanoseconds;

  // An empty one is for a process that follows another: what that one took shortly before it ended is not known, and
  // with an empty bucket the bound holds over both.
  TokenBucket(const Rate& rate, std::uint64_t burst, bool full, Time now);

  // How long until `count` can be taken, at most `burst`; zero: now.
  Duration wait(std::uint64_t count, Time now);
  void take(std::uint64_t count, Time now);
  // What could be taken now.
  std::uint64_t available(Time now) const;

 private:
  Duration missing(Time now) const;

  const Duration each_;  // time that one call takes to come back
  const Duration whole_;
  Time full_at_;
};

}  // namespace weir::schedule
