// Where a run keeps its state. The layout is documented in docs/run-directory.md.
#pragma once

#include <filesystem>

namespace weir::run {

class RunDirectory {
 public:
  explicit RunDirectory(std::filesystem::path root) : root_(std::move(root)) {}

  const std::filesystem::path& root() const { return root_; }
  std::filesystem::path store() const { return root_ / "store.sqlite"; }
  std::filesystem::path log() const { return root_ / "logs" / "run.jsonl"; }
  std::filesystem::path model() const { return root_ / "model"; }
  // Where large texts of workers lie, in files without names.
  std::filesystem::path large_texts() const { return root_ / "large"; }
  std::filesystem::path output() const { return root_ / "out"; }

  // Makes the directory and those below it that every run has, durably. Throws RunError where it cannot.
  void make() const;

  // Takes away what an earlier run left: its state, and the outputs that lie within the directory. The caller holds the
  // lock, which stays. Throws RunError.
  void clear() const;
  // Of that, only its state: for a run that never came to write an output.
  void clear_state() const;

 private:
  void remove(const char* name) const;

  std::filesystem::path root_;
};

}  // namespace weir::run
