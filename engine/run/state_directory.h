// A directory for what a fold keeps, for as long as it runs.
#pragma once

#include <filesystem>

namespace weir::run {

class StateDirectory {
 public:
  // Makes it, empty, and the one above where it is missing. Throws CommitError.
  explicit StateDirectory(std::filesystem::path path);
  StateDirectory(const StateDirectory&) = delete;
  StateDirectory& operator=(const StateDirectory&) = delete;
  // Removes it, and the one above where nothing else is in it.
  ~StateDirectory();

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

// Removes a directory with all that is in it; fine where it is missing. Throws CommitError.
void remove_directory(const std::filesystem::path& path);

}  // namespace weir::run
