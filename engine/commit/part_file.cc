#include "commit/part_file.h"

#include <utility>

#include "commit/error.h"
#include "mutant/mutant.h"

namespace weir::commit {

PartFile::PartFile(const Directory& directory, std::string name, std::uint64_t committed)
    : directory_(directory), name_(std::move(name)), committed_(committed), length_(committed) {}

void PartFile::recover() {
  const std::optional<File> found = directory_.find_file(name_);
  const std::uint64_t size = found ? found->size() : 0;
  if (size < committed_ && !mutant("short_part_accepted")) {
    throw_damaged(directory_.path() / name_,
                  "has " + std::to_string(size) + " bytes, should have " + std::to_string(committed_));
  }
  if (size > committed_) file().truncate(committed_);
}

std::uint64_t PartFile::add(const std::vector<std::string_view>& pieces) {
  const std::uint64_t offset = length_;
  for (const std::string_view piece : pieces) {
    added_.push_back(piece);
    length_ += piece.size();
  }
  return offset;
}

void PartFile::write_and_sync() {
  file().write(committed_, added_);
  added_.clear();
  if (!mutant("part_not_synced")) file().sync();
}

void PartFile::roll_back() noexcept {
  added_.clear();
  length_ = committed_;
  try {
    if (file_ && !mutant("part_not_cut_back")) file_.truncate(committed_);
  } catch (const CommitError&) {
    // The error that brought us here says more.
  }
}

void PartFile::remove() {
  forget();
  directory_.remove_file(name_);
}

void PartFile::forget() {
  file_ = File();
  committed_ = length_ = 0;
}

File& PartFile::file() {
  if (!file_) file_ = directory_.open_file(name_);
  return file_;
}

}  // namespace weir::commit
