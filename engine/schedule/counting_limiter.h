// So many calls at a time, each of which takes one token or more and gives them back when it ends. A stop does not end
// the waiting: it lasts no longer than the calls that are being made.
#pragma once

#include <cstdint>
#include <mutex>

#include "schedule/call_limiter.h"
#include "schedule/line.h"

namespace weir::schedule {

class CountingLimiter final : public CallLimiter {
 public:
  explicit CountingLimiter(std::uint64_t tokens) : tokens_(tokens), free_(tokens) {}

  Answer take(std::uint64_t count) override;
  void give_back(std::uint64_t count) noexcept override;
  void stop() noexcept override {}
  Snapshot snapshot() const override;

 private:
  const std::uint64_t tokens_;
  mutable std::mutex mutex_;  // guards all below
  Line line_;
  std::uint64_t free_;
  std::uint64_t taken_ = 0;
};

}  // namespace weir::schedule
