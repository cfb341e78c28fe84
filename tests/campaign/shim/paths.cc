#include "shim/paths.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include <algorithm>
#include <cstdio>
#include <cstring>

#include "shim/system_call.h"

namespace weir::shim {
namespace {

long read_link(const char* path, char* into, std::size_t size) {
  return system_call(SYS_readlinkat, AT_FDCWD, address(path), address(into), static_cast<long>(size));
}

}  // namespace

Path Path::of(int descriptor) {
  Path path;
  std::array<char, 64> link{};
  std::snprintf(link.data(), link.size(), "/proc/self/fd/%d", descriptor);
  const long size = read_link(link.data(), path.bytes_.data(), PATH_MAX);
  path.size_ = size > 0 && path.bytes_[0] == '/' ? static_cast<std::size_t>(size) : 0;
  return path;
}

Path Path::of(int directory, const char* name) {
  Path path;
  if (*name != '/') {
    if (directory == AT_FDCWD) {
      path.size_ = static_cast<std::size_t>(std::max(0L, read_link("/proc/self/cwd", path.bytes_.data(), PATH_MAX)));
    } else {
      path = of(directory);
    }
    if (path.size_ == 0 || std::strcmp(name, ".") == 0) return path;
    path.append("/");
  }
  path.append(name);
  return path;
}

bool Path::exists(long* size) const {
  struct stat status {};
  if (system_call(SYS_newfstatat, AT_FDCWD, address(bytes_.data()), address(&status), AT_SYMLINK_NOFOLLOW) != 0) {
    return false;
  }
  *size = S_ISREG(status.st_mode) ? status.st_size : 0;
  return true;
}

void Path::append(std::string_view text) {
  const std::size_t count = std::min(text.size(), bytes_.size() - size_ - 1);
  std::copy_n(text.data(), count, bytes_.data() + size_);
  size_ += count;
}

}  // namespace weir::shim
