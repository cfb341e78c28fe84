#include "schedule/call_limiters.h"

#include <atomic>
#include <chrono>
#include <utility>

namespace weir::schedule {
namespace {

constexpr auto kRelaxed = std::memory_order_relaxed;

}  // namespace

void CallLimiters::add(std::string name, std::unique_ptr<CallLimiter> limiter) {
  all_.push_back({std::move(name), std::move(limiter)});
}

CallLimiter::Answer CallLimiters::take(std::span<const Take> takes) {
  for (std::size_t i = 0; i < takes.size(); ++i) {
    const CallLimiter::Answer answer = take_one(takes[i]);
    if (answer == CallLimiter::Answer::taken) continue;
    give_back(takes.first(i));
    return answer;
  }
  return CallLimiter::Answer::taken;
}

CallLimiter::Answer CallLimiters::take_one(const Take& take) {
  CallLimiter& limiter = *all_[take.limiter].limiter;
  if (uses_.empty()) return limiter.take(take.count);
  LimiterUse& use = uses_[take.limiter];
  use.waiting.fetch_add(1, kRelaxed);
  const auto began = std::chrono::steady_clock::now();
  const CallLimiter::Answer answer = limiter.take(take.count);
  const std::chrono::nanoseconds waited = std::chrono::steady_clock::now() - began;
  use.waiting.fetch_sub(1, kRelaxed);
  use.waited_ns.fetch_add(static_cast<std::uint64_t>(waited.count()), kRelaxed);
  if (answer != CallLimiter::Answer::taken) return answer;
  use.held.fetch_add(take.count, kRelaxed);
  use.taken.fetch_add(take.count, kRelaxed);
  return answer;
}

// Counted before it is given back, or whoever looks could see more held than there are.
void CallLimiters::give_back(std::span<const Take> takes) noexcept {
  for (const Take& take : takes) {
    if (!uses_.empty()) uses_[take.limiter].held.fetch_sub(take.count, kRelaxed);
    all_[take.limiter].limiter->give_back(take.count);
  }
}

void CallLimiters::stop() noexcept {
  for (const Named& each : all_) each.limiter->stop();
}

}  // namespace weir::schedule
