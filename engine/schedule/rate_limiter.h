// So many calls in each second or minute, evenly spread but for a burst. What has to wait, waits: it is soon over.
#pragma once

#include <cstdint>
#include <mutex>

#include "schedule/call_limiter.h"
#include "schedule/line.h"
#include "schedule/token_bucket.h"

namespace weir::schedule {

class RateLimiter final : public CallLimiter {
 public:
  // `first`: no process before this one made calls of the same rate.
  RateLimiter(const Rate& rate, std::uint64_t burst, bool first, Now now);

  Answer take(std::uint64_t count) override;
  void give_back(std::uint64_t) noexcept override {}
  void stop() noexcept override;
  Snapshot snapshot() const override;

 private:
  const Rate rate_;
  const std::uint64_t burst_;
  const Now now_;
  mutable std::mutex mutex_;  // guards all below
  Line line_;
  TokenBucket bucket_;
  std::uint64_t taken_ = 0;
};

}  // namespace weir::schedule
