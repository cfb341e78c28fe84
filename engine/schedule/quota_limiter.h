// So many calls in an hour or a day, at whatever pace. The time is a window that begins with its first call; when it is
// over, the next begins with the next call. What was used in it outlives the process: it is recorded before a call is
// made, so that there is never a call that was not counted, whatever dies; one that was counted may not have been made.
//
// One thread records at a time, for all who wait behind it.
#pragma once

#include <cstdint>
#include <functional>
#include <mutex>

#include "schedule/call_limiter.h"
#include "schedule/line.h"

namespace weir::schedule {

class QuotaLimiter final : public CallLimiter {
 public:
  // A window, and what was used in it; none began where nothing was used.
  struct Usage {
    Time began;
    std::uint64_t used = 0;
  };
  struct Outlets {
    // Makes it durable before it returns. False where it could not: then no call is made.
    std::function<bool(const Usage&)> record;
    // Nothing is left in a window that ends later than anybody waits. Once, on the thread of a call; must not throw.
    std::function<void(Time renews)> exhausted;
  };

  // A window that ends within this time is waited for.
  static constexpr std::chrono::nanoseconds kPatience = std::chrono::minutes(1);

  QuotaLimiter(const Rate& rate, const Usage& before, Outlets outlets, Now now);

  Answer take(std::uint64_t count) override;
  void give_back(std::uint64_t) noexcept override {}
  void stop() noexcept override;
  Snapshot snapshot() const override;

  // When no call is to come: records what was really used, where calls were counted that did not come.
  void settle();

 private:
  Line::Duration ask(std::unique_lock<std::mutex>& lock, std::uint64_t count);
  void look_at_the_clock(Time now);
  bool record(std::unique_lock<std::mutex>& lock, std::uint64_t used);

  const Rate rate_;
  const Outlets outlets_;
  const Now now_;
  mutable std::mutex mutex_;  // guards all below
  Line line_;
  Usage usage_;
  std::uint64_t recorded_;    // of this window
  std::uint64_t wanted_ = 0;  // by all who are in take()
  std::uint64_t taken_ = 0;
  bool moved_ = false;  // the window was moved, and that is not recorded
  bool exhausted_ = false;
};

}  // namespace weir::schedule
