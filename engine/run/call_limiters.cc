#include "run/call_limiters.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <utility>

#include "schedule/counting_limiter.h"
#include "schedule/rate_limiter.h"
#include "store/wall_clock.h"

namespace weir::run {
namespace {

using schedule::Time;
using std::chrono::ceil;
using std::chrono::milliseconds;

// Rounded up: a window that began later ends later.
std::int64_t to_ms(Time time) { return ceil<milliseconds>(time.time_since_epoch()).count(); }

store::QuotaUse stored(const graph::CallLimiter& limiter, const schedule::QuotaLimiter::Usage& usage) {
  return {limiter.name, limiter.calls, milliseconds(limiter.per).count(), to_ms(usage.began), usage.used};
}

std::string used_up(const graph::CallLimiter& limiter, Time renews) {
  const char* const window = limiter.per >= std::chrono::hours(24) ? "a day" : "an hour";
  return "the limiter `" + limiter.name + "` is used up: its " + std::to_string(limiter.calls) + " calls in " + window +
         " were made or begun; it renews at " + store::utc_time(to_ms(renews));
}

}  // namespace

CallLimiters::CallLimiters(const std::filesystem::path& run_directory, const graph::Specification& specification,
                           const batch::Wiring& wiring, const std::vector<store::QuotaUse>& used, bool first,
                           Outlets outlets)
    : outlets_(std::move(outlets)), file_(run_directory, specification), takes_(wiring.nodes.size()) {
  limiters_.count_in(file_.uses());
  for (const graph::CallLimiter& limiter : specification.limiters) add(limiter, used, first);
  for (const graph::Node& node : specification.nodes) {
    for (std::size_t i = 0; i < wiring.nodes.size(); ++i) {
      if (wiring.nodes[i].id != node.id) continue;
      for (const graph::Take& take : node.takes) takes_[i].push_back({take.limiter, take.count});
    }
  }
}

void CallLimiters::add(const graph::CallLimiter& limiter, const std::vector<store::QuotaUse>& used, bool first) {
  if (limiter.is_window()) return add_quota(limiter, used);
  if (limiter.tokens > 0) {
    return limiters_.add(limiter.name, std::make_unique<schedule::CountingLimiter>(limiter.tokens));
  }
  const schedule::Rate rate{limiter.calls, limiter.per};
  limiters_.add(limiter.name, std::make_unique<schedule::RateLimiter>(rate, limiter.burst, first, now_));
}

void CallLimiters::add_quota(const graph::CallLimiter& limiter, const std::vector<store::QuotaUse>& used) {
  schedule::QuotaLimiter::Usage before;
  const auto found =
      std::find_if(used.begin(), used.end(), [&](const auto& use) { return use.limiter == limiter.name; });
  if (found != used.end()) before = {Time(milliseconds(found->began_ms)), found->used};
  auto quota = std::make_unique<schedule::QuotaLimiter>(
      schedule::Rate{limiter.calls, limiter.per}, before,
      schedule::QuotaLimiter::Outlets{
          .record = [this, &limiter](const auto& usage) { return outlets_.record(stored(limiter, usage)); },
          .exhausted = [this, &limiter](Time renews) { outlets_.exhausted(used_up(limiter, renews)); }},
      now_);
  quotas_.push_back(quota.get());
  limiters_.add(limiter.name, std::move(quota));
}

bool CallLimiters::enter(std::size_t node) noexcept {
  return limiters_.take(takes_[node]) == schedule::CallLimiter::Answer::taken;
}

void CallLimiters::settle() {
  for (schedule::QuotaLimiter* const quota : quotas_) quota->settle();
}

std::vector<CallLimiters::Status> CallLimiters::status() const {
  std::vector<Status> all;
  for (const auto& [name, limiter] : limiters_.all()) {
    const std::uint64_t waited = file_.uses()[all.size()].waited_ns.load(std::memory_order_relaxed);
    all.push_back({name, limiter->snapshot(), std::chrono::nanoseconds(waited)});
  }
  return all;
}

}  // namespace weir::run
