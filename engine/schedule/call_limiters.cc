#include "schedule/call_limiters.h"

#include <utility>

namespace weir::schedule {

void CallLimiters::add(std::string name, std::unique_ptr<CallLimiter> limiter) {
  all_.push_back({std::move(name), std::move(limiter)});
}

CallLimiter::Answer CallLimiters::take(std::span<const Take> takes) {
  for (std::size_t i = 0; i < takes.size(); ++i) {
    const CallLimiter::Answer answer = all_[takes[i].limiter].limiter->take(takes[i].count);
    if (answer == CallLimiter::Answer::taken) continue;
    give_back(takes.first(i));
    return answer;
  }
  return CallLimiter::Answer::taken;
}

void CallLimiters::give_back(std::span<const Take> takes) noexcept {
  for (const Take& take : takes) all_[take.limiter].limiter->give_back(take.count);
}

void CallLimiters::stop() noexcept {
  for (const Named& each : all_) each.limiter->stop();
}

}  // namespace weir::schedule
