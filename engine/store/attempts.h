// The attempts at documents that failed, each with everything known about it, and what is to become of such a document.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <weir/failure.h>

#include "store/rows.h"

namespace weir::store {

// One time that a document ran and failed. What is not known is not set; times of day are milliseconds since 1970.
struct Attempt {
  DocumentKey document;
  BatchId batch = 0;         // in which it ran; 0 where the store is to find it
  std::uint64_t number = 0;  // of the document, from 1; given by the store
  FailureClass failure_class = FailureClass::rejected;
  std::string node;
  std::string reason;
  std::string message;
  std::optional<std::int64_t> started_ms;
  std::int64_t ended_ms = 0;  // 0: when it is recorded
  std::optional<std::uint64_t> wall_ns;
  std::optional<std::uint64_t> cpu_ns;
  std::optional<std::uint64_t> peak_bytes;
  std::optional<std::uint64_t> granted_bytes;  // of memory: the limit of a process, what the limiter gave in ours
  std::optional<std::uint64_t> deadline_ms;
  bool isolated = false;     // in a process of its own
  std::string exit;          // how the process ended that it cost: "signal 11 (SIGSEGV)", "exit 3"; empty: it cost none
  std::string error_output;  // the last of what that wrote to standard error
};

// An attempt, and what follows from it: the document runs again, alone and not before that time, or it is dead.
struct FailedAttempt {
  Attempt attempt;
  std::optional<std::int64_t> not_before_ms;
};

// What counts when it is decided whether a document runs again: its attempts since it was listed, or since somebody
// asked for it to be tried again.
struct AttemptHistory {
  std::uint64_t attempts = 0;
  std::uint64_t crashes = 0;
  std::uint64_t timeouts = 0;
  std::uint64_t memory = 0;
  std::optional<std::int64_t> first_ms;  // when the first of them began, or ended where that is not known
  std::optional<std::uint64_t> allowed;  // how many there may be, where somebody said so
  std::uint64_t before = 0;              // earlier ones, which do not count

  std::uint64_t total() const { return before + attempts; }
};

// Documents that wait for another attempt.
struct Waiting {
  std::uint64_t documents = 0;  // those whose time has come among them
  // When the next batch of the run may start, whether it waits or not: 0 where that is at once. Not set where none is
  // pending, or all wait for others that they depend on.
  std::optional<std::int64_t> next_ms;
};

}  // namespace weir::store
