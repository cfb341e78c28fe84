// When something that failed is worth another try, and how long to wait before it: exponential backoff with full
// jitter. weir itself goes by it for documents; a stage may for calls of its own to something outside.
//
//   const RetryPolicy policy{.attempts = 4, .within = std::chrono::minutes(2)};
//   for (std::uint64_t made = 1;; ++made) {
//     if (ask()) break;
//     const auto wait = policy.wait_after(made, elapsed(), random(), retry_after());
//     if (!wait) return out.fail(FailureClass::transient, "http.503", "the server stays busy");
//     sleep(*wait);
//   }
//
// Threads: a value without state; the random number comes from whoever asks.
#pragma once

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <optional>

namespace weir {

struct RetryPolicy {
  std::uint64_t attempts = 3;           // in all, the first one included
  std::chrono::milliseconds within{0};  // from the beginning of the first attempt to that of the last; 0: no bound
  // The wait before the second attempt is at most `shortest`, twice that before the next, and so on up to `longest`.
  std::chrono::milliseconds shortest{1'000};
  std::chrono::milliseconds longest{60'000};

  // How long to wait after `made` attempts, the first of which began `elapsed` ago; nothing where that was the last.
  // `random` is drawn evenly from [0, 1), so that those who failed together do not come back together. `retry_after`,
  // which the other side asked for, comes on top.
  std::optional<std::chrono::milliseconds> wait_after(
      std::uint64_t made, std::chrono::milliseconds elapsed, double random,
      std::optional<std::chrono::milliseconds> retry_after = std::nullopt) const {
    if (made >= attempts) return std::nullopt;
    const int doublings = static_cast<int>(std::min<std::uint64_t>(made, 60)) - 1;
    const double most = std::min(std::ldexp(static_cast<double>(shortest.count()), std::max(doublings, 0)),
                                 static_cast<double>(longest.count()));
    const auto wait = std::chrono::milliseconds(static_cast<std::int64_t>(most * random)) +
                      retry_after.value_or(std::chrono::milliseconds(0));
    if (within.count() > 0 && elapsed + wait > within) return std::nullopt;
    return wait;
  }
};

}  // namespace weir
