// Which document is in which node on which thread: a few words for each thread, written before a call, that outlive the
// process where they lie in a file that is mapped. So a death of the process can be blamed on a document.
//
// Threads: a slot belongs to one thread, which alone writes to it.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace weir::batch {

// All zero where its thread runs nothing.
struct alignas(64) Slot {
  std::atomic<std::uint64_t> batch;     // its number
  std::atomic<std::uint64_t> node;      // index into Wiring::nodes, and one; 0: none runs
  std::atomic<std::uint64_t> document;  // see Place
  std::atomic<std::uint64_t> signal;    // of which the process died while this thread ran
};

// A source document within its batch: one word, so that no death finds half of it written.
struct Place {
  std::uint32_t entry = 0;    // index into Batch::entries()
  std::uint32_t ordinal = 0;  // within the entry; what does not fit is cut off

  std::uint64_t word() const { return std::uint64_t{entry} << 32 | ordinal; }
  static Place of(std::uint64_t word) {
    return {static_cast<std::uint32_t>(word >> 32), static_cast<std::uint32_t>(word)};
  }
};

// What one slot said.
struct Occupant {
  std::uint64_t batch = 0;
  std::uint64_t node = 0;
  Place place;
  int signal = 0;  // 0: nothing says that it was this thread
};

std::optional<Occupant> occupant_of(const Slot& slot);

// The slots of a run, lent to threads as they come. Safe from any thread.
class Slots {
 public:
  // `slots` must outlive this and all threads that have run a batch with it.
  explicit Slots(std::span<Slot> slots);
  Slots(const Slots&) = delete;
  Slots& operator=(const Slots&) = delete;

  // The calling thread's; the same every time. Null where there are more threads than slots.
  Slot* of_this_thread();

 private:
  const std::uint64_t number_;  // of this object, since its address may have been another's
  const std::span<Slot> slots_;
  std::atomic<std::size_t> taken_ = 0;
};

// The slot of the node run that the calling thread is in, for a handler of signals; null outside of one.
Slot* current_slot() noexcept;

// A thread runs a node for a batch.
class Occupation {
 public:
  // `slots` may be null.
  Occupation(Slots* slots, std::uint64_t batch, std::size_t node) noexcept;
  ~Occupation();
  Occupation(const Occupation&) = delete;
  Occupation& operator=(const Occupation&) = delete;

 private:
  Slot* const slot_;
};

// The thread waits for something that is no affair of a document: as long as this lasts, its slot says that it runs
// nothing.
class Absence {
 public:
  Absence() noexcept;
  ~Absence();
  Absence(const Absence&) = delete;
  Absence& operator=(const Absence&) = delete;

 private:
  Slot* const slot_;
  const std::uint64_t node_;
};

// Before each call of a node run: which document it is about.
inline void note(Slot* slot, Place place) noexcept {
  if (slot) slot->document.store(place.word(), std::memory_order_relaxed);
}

}  // namespace weir::batch
