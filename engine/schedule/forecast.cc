#include "schedule/forecast.h"

#include <algorithm>

namespace weir::schedule {
namespace {

// Shorter ones are mostly start and end.
constexpr std::uint64_t kLongEnoughToTell = 250'000'000;
// What engine threads, the store and the writer took beside batches in runs that were looked at: 4 to 9 MB.
constexpr std::uint64_t kEngine = std::uint64_t{8} << 20;
// From here on older sessions count for less and less.
constexpr std::uint64_t kLongRemembered = std::uint64_t{3600} * 1'000'000'000;

bool takes_more(const Forecast::Batch& a, const Forecast::Batch& b) { return a.used > b.used; }

double ratio(const Pace& pace) {
  if (pace.foreseen_ns == 0) return 1.0;
  return static_cast<double>(pace.taken_ns) / static_cast<double>(pace.foreseen_ns);
}

std::uint64_t above(std::uint64_t value, std::uint64_t base) { return value > base ? value - base : 0; }

}  // namespace

void learn(Pace& pace, const Session& session) {
  ++pace.sessions;
  // Rises at once, and falls slowly: what was needed once may be needed again.
  const std::uint64_t beside = above(session.memory_taken, session.memory_foreseen);
  pace.memory_beside = std::max(beside, (3 * pace.memory_beside + beside) / 4);
  if (session.foreseen_ns < kLongEnoughToTell) {
    const std::uint64_t taken = above(session.taken_ns, session.foreseen_ns);
    pace.beside_ns = pace.beside_ns == 0 ? taken : (3 * pace.beside_ns + taken) / 4;
    return;
  }
  if (pace.foreseen_ns > kLongRemembered) {
    pace.foreseen_ns /= 2;
    pace.taken_ns /= 2;
  }
  pace.foreseen_ns += session.foreseen_ns;
  pace.taken_ns += std::max(above(session.taken_ns, pace.beside_ns), session.foreseen_ns);
}

void Forecast::add(const Batch& batch) {
  ++batches_;
  const auto busy = static_cast<double>(batch.busy_ns);
  busy_ns_ += busy;
  longest_ns_ = std::max(longest_ns_, busy);
  token_ns_ += busy * static_cast<double>(batch.tokens);
  largest_.push_back(batch);
  std::push_heap(largest_.begin(), largest_.end(), takes_more);
  if (largest_.size() <= threads_) return;
  std::pop_heap(largest_.begin(), largest_.end(), takes_more);
  largest_.pop_back();
}

double Forecast::held_ns() const { return tokens_ == 0 ? 0.0 : token_ns_ / static_cast<double>(tokens_); }

std::uint64_t Forecast::work_ns() const {
  return static_cast<std::uint64_t>(std::max({shared_out_ns(), longest_ns_, held_ns()}));
}

Forecast::Bound Forecast::bound() const {
  if (held_ns() > std::max(shared_out_ns(), longest_ns_)) return Bound::memory;
  return batches_ > threads_ && longest_ns_ > shared_out_ns() ? Bound::one_batch : Bound::processor;
}

std::uint64_t Forecast::used_at_once() const {
  std::vector<Batch> most = largest_;
  std::sort(most.begin(), most.end(), takes_more);
  std::uint64_t used = 0;
  std::uint64_t free = tokens_;
  for (const Batch& batch : most) {
    if (batch.tokens > free) continue;
    free -= batch.tokens;
    used += batch.used;
  }
  return used;
}

std::uint64_t Forecast::wall_ns(const Pace& pace) const {
  return pace.beside_ns + static_cast<std::uint64_t>(static_cast<double>(work_ns()) * ratio(pace));
}

std::uint64_t Forecast::peak_bytes(const Pace& pace, std::uint64_t footprint) const {
  return footprint + (pace.sessions == 0 ? kEngine : pace.memory_beside) + used_at_once();
}

}  // namespace weir::schedule
