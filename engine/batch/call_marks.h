// Says which call of a stage a thread is about to make, to whoever looks at it from outside: in the thread's slot, for
// the day on which the process dies, and to a watch, where somebody measures how long a document takes.
//
// Threads: those of one node run, which is one.
#pragma once

#include <cstddef>
#include <cstdint>

#include "batch/batch.h"
#include "batch/slot.h"

namespace weir::batch {

class CallMarks {
 public:
  CallMarks(const Batch& batch, std::size_t node)
      : batch_(batch), node_(node), slot_(current_slot()), watch_(batch.surroundings().calls.get()) {}

  // The source is about to read an entry, by its index.
  void before_read(std::uint32_t entry) const {
    note(slot_, {entry, 0});
    if (watch_) watch_->before_read(node_, entry);
  }
  // It is about to begin a record of that entry.
  void before_record(std::uint32_t entry, std::uint64_t ordinal) const {
    note(slot_, {entry, static_cast<std::uint32_t>(ordinal)});
  }
  // A stage is about to be given documents of the source documents at positions from `first` to `last`.
  void before_call(std::uint32_t first, std::uint32_t last) const {
    if (slot_) note(slot_, batch_.place(first));
    if (watch_) watch_->before_call(node_, first, last);
  }

 private:
  const Batch& batch_;
  const std::size_t node_;
  Slot* const slot_;
  CallWatch* const watch_;
};

}  // namespace weir::batch
