#include "schedule/call_limiter.h"

namespace weir::schedule {

Now steady_time_of_day() {
  using std::chrono::steady_clock;
  using std::chrono::system_clock;
  return [day = system_clock::now(), steady = steady_clock::now()] { return day + (steady_clock::now() - steady); };
}

}  // namespace weir::schedule
