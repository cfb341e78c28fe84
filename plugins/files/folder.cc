#include "files/folder.h"

#include <sys/stat.h>

#include <cerrno>

namespace weir::files {

Look look_at(int directory, const std::string& name, int flags) {
  Look look;
  look.taken = true;
  struct stat status {};
  if (fstatat(directory, name.c_str(), &status, flags) != 0) {
    look.error = errno;
    return look;
  }
  look.mode = status.st_mode;
  look.size = static_cast<std::uint64_t>(status.st_size);
  look.modified_ns = std::int64_t{status.st_mtim.tv_sec} * 1'000'000'000 + status.st_mtim.tv_nsec;
  return look;
}

}  // namespace weir::files
