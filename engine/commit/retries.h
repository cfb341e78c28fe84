// What becomes of a document that failed: it runs again, alone and after a while, or it is dead. Decided here and
// nowhere else, for documents of a batch that is being committed and for those that took their process with them.
//
// Threads: one at a time.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <random>

#include "commit/finished.h"
#include "schedule/retry_rules.h"
#include "store/store.h"

namespace weir::commit {

class Retries {
 public:
  Retries(store::Store& store, schedule::RetryRules rules) : store_(store), rules_(std::move(rules)) {}

  // Takes the documents that run again out of the books of their batch. One of many that were read from the same entry
  // does not run again, since an entry is read as a whole.
  void decide(Finished& finished);

  // For a document of a batch that is pending: its attempt is recorded, and it leaves its batch or is given up. Whether
  // it runs again.
  bool set_aside(const store::Attempt& attempt);

 private:
  std::optional<std::int64_t> next_time(store::DocumentKey document, FailureClass failure,
                                        std::optional<std::int64_t> started_ms,
                                        std::optional<std::chrono::milliseconds> retry_after);

  store::Store& store_;
  const schedule::RetryRules rules_;
  std::mt19937_64 random_{std::random_device{}()};
};

}  // namespace weir::commit
