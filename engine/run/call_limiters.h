// The limiters of the graph, around the calls of the nodes that take them: by the nodes of a wiring, with what is used
// of quotas kept in the store.
//
// Threads: the gate may be used from any; settle() when no call is made.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "batch/call_gate.h"
#include "batch/node.h"
#include "graph/specification.h"
#include "run/limiter_file.h"
#include "schedule/call_limiters.h"
#include "schedule/quota_limiter.h"
#include "store/quotas.h"

namespace weir::run {

class CallLimiters final : public batch::CallGate {
 public:
  struct Outlets {
    // Makes it durable before it returns. False where it could not.
    std::function<bool(const store::QuotaUse&)> record;
    // A quota is used up, and renews later than anybody waits: what to say of it. Once for each; must not throw.
    std::function<void(const std::string& sentence)> exhausted;
  };
  struct Status {
    std::string name;
    schedule::CallLimiter::Snapshot snapshot;
    std::chrono::nanoseconds waited{0};  // by all calls together
  };

  // `used` is of earlier sessions; `first`: there was none. Throws CommitError where the disk fails.
  CallLimiters(const std::filesystem::path& run_directory, const graph::Specification& specification,
               const batch::Wiring& wiring, const std::vector<store::QuotaUse>& used, bool first, Outlets outlets);

  bool holds_back(std::size_t node) const noexcept override { return !takes_[node].empty(); }
  bool enter(std::size_t node) noexcept override;
  void leave(std::size_t node) noexcept override { limiters_.give_back(takes_[node]); }

  void stop() noexcept { limiters_.stop(); }
  // Records what was really used of quotas.
  void settle();

  std::vector<Status> status() const;

 private:
  void add(const graph::CallLimiter& limiter, const std::vector<store::QuotaUse>& used, bool first);
  void add_quota(const graph::CallLimiter& limiter, const std::vector<store::QuotaUse>& used);

  const Outlets outlets_;
  const schedule::Now now_ = schedule::steady_time_of_day();
  const LimiterFile file_;
  schedule::CallLimiters limiters_;
  std::vector<schedule::QuotaLimiter*> quotas_;     // of limiters_
  std::vector<std::vector<schedule::Take>> takes_;  // by node of the wiring
};

}  // namespace weir::run
