#include "store/replace_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>

#include "store/error.h"

namespace weir::store {
namespace fs = std::filesystem;

void replace_file(const fs::path& from, const fs::path& to, const char* purpose) {
  const fs::path directory = to.has_parent_path() ? to.parent_path() : ".";
  const int descriptor = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool done = descriptor >= 0 && ::rename(from.c_str(), to.c_str()) == 0 && ::fsync(descriptor) == 0;
  const int error = errno;
  if (descriptor >= 0) ::close(descriptor);
  if (!done) {
    throw StoreError(StoreError::Kind::failed,
                     std::string("cannot ") + purpose + ": " + to.string() + ": " + std::strerror(error));
  }
}

void remove_unfinished(const fs::path& path) {
  for (const char* suffix : {"", "-wal", "-shm", "-journal"}) fs::remove(path.string() + suffix);
}

}  // namespace weir::store
