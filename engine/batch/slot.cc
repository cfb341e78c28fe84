#include "batch/slot.h"

#include "batch/signal_stack.h"

namespace weir::batch {
namespace {

std::atomic<std::uint64_t> slots_made = 0;

struct Lent {
  std::uint64_t owner = 0;
  Slot* slot = nullptr;
};
thread_local constinit Lent lent;
thread_local constinit Slot* occupied = nullptr;

}  // namespace

std::optional<Occupant> occupant_of(const Slot& slot) {
  const std::uint64_t node = slot.node.load(std::memory_order_relaxed);
  if (node == 0) return std::nullopt;
  return Occupant{slot.batch.load(std::memory_order_relaxed), node - 1,
                  Place::of(slot.document.load(std::memory_order_relaxed)),
                  static_cast<int>(slot.signal.load(std::memory_order_relaxed))};
}

Slots::Slots(std::span<Slot> slots) : number_(++slots_made), slots_(slots) {}

Slot* Slots::of_this_thread() {
  if (lent.owner != number_) {
    provide_signal_stack();  // of who dies, the slot says so
    const std::size_t next = taken_.fetch_add(1, std::memory_order_relaxed);
    lent = {number_, next < slots_.size() ? &slots_[next] : nullptr};
  }
  return lent.slot;
}

Slot* current_slot() noexcept { return occupied; }

Occupation::Occupation(Slots* slots, std::uint64_t batch, std::size_t node) noexcept
    : slot_(slots ? slots->of_this_thread() : nullptr) {
  if (!slot_) return;
  // The node last: a slot that has one has the rest. What is written is read after the death of this process, in the
  // order in which it was written.
  slot_->document.store(0, std::memory_order_relaxed);
  slot_->batch.store(batch, std::memory_order_relaxed);
  slot_->node.store(node + 1, std::memory_order_release);
  occupied = slot_;
}

Occupation::~Occupation() {
  if (!slot_) return;
  occupied = nullptr;
  slot_->node.store(0, std::memory_order_release);
}

Absence::Absence() noexcept : slot_(occupied), node_(slot_ ? slot_->node.exchange(0, std::memory_order_relaxed) : 0) {}

Absence::~Absence() {
  if (slot_) slot_->node.store(node_, std::memory_order_release);
}

}  // namespace weir::batch
