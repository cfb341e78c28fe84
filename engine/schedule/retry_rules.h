// Whether a document that failed runs again: by the class of its failure, and the attempts that it has had.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

#include <weir/failure.h>
#include <weir/retry.h>

namespace weir::schedule {

struct RetryRules {
  RetryPolicy policy;
  std::vector<FailureClass> on{FailureClass::timeout, FailureClass::memory, FailureClass::crash,
                               FailureClass::transient};
};

// What a document has gone through, the attempt that has just failed included.
struct Tried {
  FailureClass failure_class = FailureClass::rejected;  // of that attempt
  std::uint64_t attempts = 1;
  std::uint64_t crashes = 0;
  std::chrono::milliseconds elapsed{0};                  // since the first of them began
  std::optional<std::chrono::milliseconds> retry_after;  // as the failure asked for
};

// How long the document waits for its next attempt; nothing where it is given up. A second crash is final, whatever the
// policy says: what takes a process down twice would take it down again. `random` as for RetryPolicy.
std::optional<std::chrono::milliseconds> wait_before_next(const RetryRules& rules, const Tried& tried, double random);

}  // namespace weir::schedule
