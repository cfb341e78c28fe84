// Dead letters that are to run again, and what became of them.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "store/store.h"

namespace weir::run {

// Which dead letters, and how many attempts each has. Without a filter none: what was reopened before goes on.
struct Reopening {
  std::optional<store::DeadLetterFilter> which;
  std::uint64_t attempts = 3;
};

// retried = done + filtered + dead + left.
struct RetryBooks {
  std::uint64_t retried = 0;
  std::uint64_t done = 0;
  std::uint64_t filtered = 0;
  std::uint64_t dead = 0;
  std::uint64_t left = 0;  // not run to their end: the run was stopped
};

// Reopens them. Returns all that are to run again, with those of an earlier time that have not run to their end.
std::vector<store::DocumentKey> reopen(store::Store& store, const Reopening& what);

RetryBooks add_up(const store::ReadStore& store, const std::vector<store::DocumentKey>& retried);

}  // namespace weir::run
