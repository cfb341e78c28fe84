// The documents of a spool, read where they were committed.
#pragma once

#include <filesystem>
#include <mutex>
#include <optional>

#include "batch/spool.h"
#include "commit/file.h"

namespace weir::commit {

class SpoolFile final : public batch::SpoolReader {
 public:
  // Where the spool lies; before anything is read.
  void set_path(std::filesystem::path path) { path_ = std::move(path); }

  const std::filesystem::path& path() const { return path_; }

  // Throws CommitError.
  std::string read(Range range, std::uint64_t checksum) const override;

 private:
  const File& file() const;

  std::filesystem::path path_;
  mutable std::mutex mutex_;  // guards the one below while it is opened
  mutable std::optional<File> file_;
};

}  // namespace weir::commit
