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
  spent_ = batch.times().of(position);
  stop_.store(false, std::memory_order_relaxed);
}

void WatchedThread::end() noexcept {
  const std::scoped_lock lock(mutex_);
  account(Clock::now());
  batch_ = nullptr;
  stop_.store(false, std::memory_order_relaxed);
}

void WatchedThread::account(Clock::time_point now) noexcept {
  if (batch_) batch_->times().add(position_, now - began_);
}

std::optional<Overdue> WatchedThread::look(Clock::time_point now, std::chrono::milliseconds grace, int signal) {
  const std::scoped_lock lock(mutex_);
  if (!batch_) return std::nullopt;
  const std::chrono::nanoseconds taken = now - began_ + spent_;
  if (taken < batch_->deadline()) return std::nullopt;
  const bool just_asked = !stop_.exchange(true, std::memory_order_relaxed);
  if (taken >= batch_->deadline() + grace && slot_) slot_->signal.store(static_cast<std::uint64_t>(signal));
  return Overdue{batch_->batch().entries()[entry_].listed.path, node_, taken, batch_->deadline(), just_asked};
}

}  // namespace weir::run
