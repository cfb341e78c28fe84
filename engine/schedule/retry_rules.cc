#include "schedule/retry_rules.h"

#include <algorithm>

namespace weir::schedule {

std::optional<std::chrono::milliseconds> wait_before_next(const RetryRules& rules, const Tried& tried, double random) {
  if (std::find(rules.on.begin(), rules.on.end(), tried.failure_class) == rules.on.end()) return std::nullopt;
  if (tried.failure_class == FailureClass::crash && tried.crashes > 1) return std::nullopt;
  return rules.policy.wait_after(tried.attempts, tried.elapsed, random, tried.retry_after);
}

}  // namespace weir::schedule
