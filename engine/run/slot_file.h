// The slots of a run in a file of its run directory, mapped: what its threads were doing when it died is there for the
// next start, without a sync, as long as the machine itself goes on.
//
// It is a hint and no state: what is read from it is checked against the store before it is believed.
#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "batch/slot.h"

namespace weir::run {

class SlotFile {
 public:
  // Reads what an earlier run left, and begins anew. The caller holds the lock on the run directory. Throws CommitError
  // where the disk fails; where it is full there are no slots.
  explicit SlotFile(const std::filesystem::path& run_directory);
  // In order: nothing is left.
  ~SlotFile();
  SlotFile(const SlotFile&) = delete;
  SlotFile& operator=(const SlotFile&) = delete;

  // What the threads of the last run were at when it ended without being asked.
  const std::vector<batch::Occupant>& found() const { return found_; }

  // Null where there is no room for them.
  batch::Slots* slots() const { return slots_.get(); }

 private:
  void read_earlier();
  void map();

  const std::filesystem::path path_;
  std::vector<batch::Occupant> found_;
  void* mapping_ = nullptr;
  std::unique_ptr<batch::Slots> slots_;
};

}  // namespace weir::run
