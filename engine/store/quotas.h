// What was used of the quotas of a run: calls in an hour or a day, which outlive the process.
#pragma once

#include <cstdint>
#include <string>

namespace weir::store {

// The last window of a limiter. Times are milliseconds, those of day since 1970.
struct QuotaUse {
  std::string limiter;
  std::uint64_t calls = 0;     // that the window allows
  std::int64_t window_ms = 0;  // its length
  std::int64_t began_ms = 0;   // with its first call
  std::uint64_t used = 0;      // counted before they were made: after a death it may be a few more than were

  std::int64_t renews_ms() const { return began_ms + window_ms; }
};

}  // namespace weir::store
