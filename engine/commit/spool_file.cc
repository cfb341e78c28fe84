#include "commit/spool_file.h"

#include <string>

#include "checksum/checksum.h"
#include "commit/directory.h"
#include "commit/error.h"

namespace weir::commit {

std::string SpoolFile::read(Range range, std::uint64_t checksum) const {
  std::string bytes(static_cast<std::size_t>(range.size()), '\0');
  bytes.resize(file().read(range.begin, bytes));
  checksum::ExtentChecksum found;
  found.add(bytes);
  if (bytes.size() == range.size() && found.value() == checksum) return bytes;
  throw_damaged(path_, "the document at " + std::to_string(range.begin) + " has other bytes than were committed");
}

const File& SpoolFile::file() const {
  const std::scoped_lock lock(mutex_);
  if (!file_) file_ = Directory(path_.parent_path()).find_file(path_.filename().string());
  if (!file_) throw_damaged(path_, "is missing");
  return *file_;
}

}  // namespace weir::commit
