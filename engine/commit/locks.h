// Who may use a run directory, or an output directory: one process at a time.
//
// A lock is flock on a file that holds the process id, so it ends with the process, however that ends, and is never
// stale. It is not inherited by programs that the process starts.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "batch/descriptor.h"

namespace weir::commit {

class Lock {
 public:
  // Takes the lock, on a directory that is made where it is missing, or throws CommitError with the process that has
  // it. One process may take both, on one directory too.
  static Lock run(const std::filesystem::path& directory);
  static Lock output(const std::filesystem::path& directory);

  Lock(Lock&& other) noexcept = default;
  Lock& operator=(Lock&& other) = delete;
  // Lets go, and takes away what the lock on an output directory put there.
  ~Lock();

  // The process that has the lock on a run directory, if any has.
  static std::optional<long> holder_of_run(const std::filesystem::path& directory);

 private:
  Lock(batch::Descriptor descriptor, std::filesystem::path remove_at_end)
      : descriptor_(std::move(descriptor)), remove_at_end_(std::move(remove_at_end)) {}

  batch::Descriptor descriptor_;
  std::filesystem::path remove_at_end_;  // empty where the file stays
};

}  // namespace weir::commit
