// Room on the disk that is kept for the moment when there is none left: a file of 16 MiB in the run directory. Given
// back, it lets the group of batches that is being committed be committed after all, before the run stops.
//
// Threads: one at a time.
#pragma once

#include <filesystem>

namespace weir::commit {

class Ballast {
 public:
  explicit Ballast(std::filesystem::path run_directory) : run_directory_(std::move(run_directory)) {}

  // Takes the room, unless an earlier run left it there. Where there is too little, or where the file system cannot
  // reserve any, there is no ballast. Throws CommitError where the disk fails.
  void take();
  // Gives it back. False where there was none.
  bool drop();

 private:
  const std::filesystem::path run_directory_;
};

}  // namespace weir::commit
