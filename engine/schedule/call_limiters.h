// The limiters of a run, of which nodes take around each call: several in the order of their names, so that no two
// calls ever wait for each other.
//
// Threads: add() and count_in() before all others; these may be called from any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "schedule/call_limiter.h"
#include "schedule/limiter_use.h"

namespace weir::schedule {

// What one call takes of one limiter.
struct Take {
  std::size_t limiter = 0;  // its place among the limiters
  std::uint64_t count = 1;
};

class CallLimiters {
 public:
  struct Named {
    std::string name;
    std::unique_ptr<CallLimiter> limiter;
  };

  // In the order of their names.
  void add(std::string name, std::unique_ptr<CallLimiter> limiter);
  const std::vector<Named>& all() const { return all_; }
  // Counts there what calls take, and how long they wait: one for each limiter, all zero, which outlive this.
  void count_in(std::span<LimiterUse> uses) { uses_ = uses; }

  // Waits for each in turn; `takes` are ordered like the limiters. On any answer but `taken`, nothing is held.
  CallLimiter::Answer take(std::span<const Take> takes);
  // When the call has ended, however it did.
  void give_back(std::span<const Take> takes) noexcept;

  void stop() noexcept;

 private:
  CallLimiter::Answer take_one(const Take& take);

  std::vector<Named> all_;
  std::span<LimiterUse> uses_;  // empty: nobody counts
};

}  // namespace weir::schedule
