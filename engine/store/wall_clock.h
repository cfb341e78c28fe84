// The time of day, for people: when a session began and last committed. Nothing in any output depends on it.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace weir::store {

// Milliseconds since the epoch.
inline std::int64_t now_ms() {
  using std::chrono::milliseconds;
  return std::chrono::duration_cast<milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

// "2026-03-01 17:04:05 UTC"
std::string utc_time(std::int64_t milliseconds);

}  // namespace weir::store
