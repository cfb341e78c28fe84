// How committing ends when a promise cannot be kept: what could not be done, to which file, and what the system says.
//
// Nothing is retried. A sync that failed may report success the second time although the bytes are gone, so the run
// stops instead, and what the store says is what there is.
#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>

namespace weir::commit {

class CommitError : public std::runtime_error {
 public:
  enum class Kind {
    cannot_write,  // permissions, a lock, a name that leads astray: somebody has to change something
    input_output,  // the disk, or files that are not as the store says
    disk_full,     // the run can go on once there is space
    busy,          // the run can go on once others let go of a database
  };

  CommitError(Kind kind, const std::string& message) : std::runtime_error(message), kind_(kind) {}

  Kind kind() const { return kind_; }

 private:
  Kind kind_;
};

// Throws for an error number: "cannot <purpose>: <path>: <what it means>".
[[noreturn]] void throw_system_error(const char* purpose, const std::filesystem::path& path, int error);

// Throws for a file that is not as the store says.
[[noreturn]] void throw_damaged(const std::filesystem::path& path, const std::string& what);

}  // namespace weir::commit
