#include "run/watched_thread.h"

#include "run/watchdog.h"

namespace weir::run {

void WatchedThread::begin(WatchedBatch& batch, std::size_t node, std::uint32_t entry, std::uint32_t position) noexcept {
  const std::scoped_lock lock(mutex_);
  const Clock::time_point now = Clock::now();
  account(now);
  batch_ = &batch;
  slot_ = batch::current_slot();
  node_ = node;
  entry_ = entry;
  position_ = position;
  began_ = now;
  spent_ = batch.times().of(node, position);
  progress_seen_ = progress_.load(std::memory_order_relaxed);
  got_on_ = now;
  stop_.store(false, std::memory_order_relaxed);
}

void WatchedThread::end() noexcept {
  const std::scoped_lock lock(mutex_);
  account(Clock::now());
  batch_ = nullptr;
  stop_.store(false, std::memory_order_relaxed);
}

void WatchedThread::account(Clock::time_point now) noexcept {
  if (batch_) batch_->times().add(node_, position_, now - began_);
}

std::optional<Overdue> WatchedThread::look(Clock::time_point now, std::chrono::milliseconds grace) {
  const std::scoped_lock lock(mutex_);
  if (!batch_) return std::nullopt;
  if (const std::uint64_t progress = progress_.load(std::memory_order_relaxed); progress != progress_seen_) {
    progress_seen_ = progress;
    got_on_ = now;
  }
  const batch::Deadlines& deadlines = batch_->deadlines();
  const std::chrono::nanoseconds taken = now - began_ + spent_;
  constexpr std::chrono::milliseconds kNoGrace{0};
  const auto overrun = batch::overrun_of(deadlines, node_, taken, now - got_on_, kNoGrace);
  if (!overrun) return std::nullopt;
  overrun_.store(*overrun, std::memory_order_relaxed);
  Overdue overdue{batch_->batch().entries()[entry_].listed.path, node_, taken, *overrun,
                  deadlines.limit_of(*overrun, node_)};
  overdue.just_asked = !stop_.exchange(true, std::memory_order_relaxed);
  const auto final = batch::overrun_of(deadlines, node_, taken, now - got_on_, grace);
  if (final) overdue.signal = *final == batch::Overrun::deadline ? kOutOfTime : kStandsStill;
  if (final && slot_) slot_->signal.store(overdue.signal);
  return overdue;
}

}  // namespace weir::run
