// How much a limiter of calls is used: words that another process may look at, where they lie in a file that is mapped.
//
// Threads: written and read by any, each word for itself.
#pragma once

#include <atomic>
#include <cstdint>

namespace weir::schedule {

struct LimiterUse {
  std::atomic<std::uint64_t> held;       // taken by calls that have not ended
  std::atomic<std::uint64_t> waiting;    // calls
  std::atomic<std::uint64_t> taken;      // since the session began
  std::atomic<std::uint64_t> waited_ns;  // by all calls that no longer wait
};
static_assert(sizeof(LimiterUse) == 32 && std::atomic<std::uint64_t>::is_always_lock_free);

}  // namespace weir::schedule
