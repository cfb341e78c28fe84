#include "schedule/limiter.h"

#include <cassert>

namespace weir::schedule {

Grant::Grant(Grant&& other) noexcept : limiter_(std::exchange(other.limiter_, nullptr)), request_(other.request_) {}

Grant& Grant::operator=(Grant&& other) noexcept {
  if (this != &other) {
    release();
    limiter_ = std::exchange(other.limiter_, nullptr);
    request_ = other.request_;
  }
  return *this;
}

void Grant::release() noexcept {
  if (MemoryLimiter* limiter = std::exchange(limiter_, nullptr)) {
    limiter->give_back(request_.tokens);
  }
}

MemoryLimiter::MemoryLimiter(const Budget& budget, std::function<void(Grant)> admit)
    : budget_(budget), admit_(std::move(admit)), free_(budget.tokens) {}

MemoryLimiter::~MemoryLimiter() { assert(in_flight_ == 0 && free_ == budget_.tokens); }

Answer MemoryLimiter::submit(const Request& request) {
  if (request.tokens > budget_.tokens) {
    return Answer::too_large;
  }
  std::unique_lock lock(mutex_);
  if (stopped_) {
    return Answer::stopped;
  }
  line_.emplace(Place{request.priority, request.id}, Parked{request.tokens});
  admit_what_fits(std::move(lock));
  return Answer::accepted;
}

void MemoryLimiter::set_gate(Gate gate) {
  std::unique_lock lock(mutex_);
  gate_ = gate;
  admit_what_fits(std::move(lock));
}

std::vector<Request> MemoryLimiter::stop() {
  std::lock_guard lock(mutex_);
  stopped_ = true;
  std::vector<Request> handed_back;
  handed_back.reserve(line_.size());
  for (const auto& [place, parked] : line_) {
    handed_back.push_back({place.second, parked.tokens, place.first});
  }
  line_.clear();
  note_whether_tokens_lack();
  return handed_back;
}

MemoryLimiter::Snapshot MemoryLimiter::snapshot() const {
  std::lock_guard lock(mutex_);
  const auto now = Clock::now();
  auto lacked = lacked_;
  if (lacking_since_) {
    lacked += now - *lacking_since_;
  }
  const auto running = now - start_;
  Snapshot snapshot{.tokens = budget_.tokens,
                    .free = free_,
                    .in_flight = in_flight_,
                    .parked = line_.size(),
                    .admitted = admitted_,
                    .waiting = running.count() > 0 ? std::chrono::duration<double>(lacked) / running : 0.0,
                    .line = {}};
  for (const auto& [place, parked] : line_) {
    if (snapshot.line.size() == kSight) {
      break;
    }
    snapshot.line.push_back({{place.second, parked.tokens, place.first}, parked.overtaken});
  }
  return snapshot;
}

void MemoryLimiter::give_back(std::uint64_t tokens) noexcept {
  std::unique_lock lock(mutex_);
  free_ += tokens;
  --in_flight_;
  admit_what_fits(std::move(lock));
}

// One thread admits at a time. Another that arrives meanwhile, or the callback itself, leaves what it has changed to
// the thread that is at it, which looks again under the lock before it leaves; so no admission is missed, and a
// callback that releases at once costs no depth of stack.
void MemoryLimiter::admit_what_fits(std::unique_lock<std::mutex> lock) {
  if (admitting_) {
    return;
  }
  admitting_ = true;
  while (const auto request = take_next()) {
    lock.unlock();
    admit_(Grant(this, *request));
    lock.lock();
  }
  admitting_ = false;
  note_whether_tokens_lack();
}

std::optional<Request> MemoryLimiter::take_next() {
  const auto next = first_that_fits();
  if (next == line_.end()) {
    return std::nullopt;
  }
  for (auto overtaken = line_.begin(); overtaken != next; ++overtaken) {
    ++overtaken->second.overtaken;
  }
  const Request request{next->first.second, next->second.tokens, next->first.first};
  line_.erase(next);
  free_ -= request.tokens;
  ++in_flight_;
  ++admitted_;
  return request;
}

MemoryLimiter::Line::iterator MemoryLimiter::first_that_fits() {
  if (in_flight_ >= budget_.max_in_flight || gate_ == Gate::closed || (gate_ == Gate::alone && in_flight_ > 0)) {
    return line_.end();
  }
  std::size_t seen = 0;
  for (auto place = line_.begin(); place != line_.end() && seen < kSight; ++place, ++seen) {
    if (place->second.tokens <= free_) {
      return place;
    }
    if (place->second.overtaken >= budget_.max_overtakes) {
      return line_.end();
    }
  }
  return line_.end();
}

// Reads the clock only when the answer changes, so that a run that never waits pays nothing for knowing it.
void MemoryLimiter::note_whether_tokens_lack() {
  const bool lack = !line_.empty() && in_flight_ < budget_.max_in_flight && line_.begin()->second.tokens > free_;
  if (lack == lacking_since_.has_value()) {
    return;
  }
  const auto now = Clock::now();
  if (lack) {
    lacking_since_ = now;
  } else {
    lacked_ += now - *lacking_since_;
    lacking_since_.reset();
  }
}

}  // namespace weir::schedule
