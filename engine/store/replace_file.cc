#include "store/replace_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>

#include "store/error.h"

namespace weir::store {
namespace fs = std::filesystem;

namespace {

[[noreturn]] void throw_cannot(const char* purpose, const fs::path& path, const std::error_code& error) {
  const auto kind = error == std::errc::no_space_on_device ? StoreError::Kind::disk_full : StoreError::Kind::failed;
  throw StoreError(kind, std::string("cannot ") + purpose + ": " + path.string() + ": " + error.message());
}

int open_directory(const fs::path& path) {
  int descriptor = -1;
  do {
    descriptor = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  } while (descriptor < 0 && errno == EINTR);
  return descriptor;
}

}  // namespace

void replace_file(const fs::path& from, const fs::path& to, const char* purpose) {
  const fs::path directory = to.has_parent_path() ? to.parent_path() : ".";
  const int descriptor = open_directory(directory);
  const bool done = descriptor >= 0 && ::rename(from.c_str(), to.c_str()) == 0 && ::fsync(descriptor) == 0;
  const int error = errno;
  if (descriptor >= 0) ::close(descriptor);
  if (!done) throw_cannot(purpose, to, {error, std::generic_category()});
}

void remove_unfinished(const fs::path& path) {
  for (const char* suffix : {"", "-wal", "-shm", "-journal"}) {
    std::error_code error;
    fs::remove(path.string() + suffix, error);
    if (error) throw_cannot("remove the unfinished store", path.string() + suffix, error);
  }
}

}  // namespace weir::store
