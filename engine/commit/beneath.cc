#include "commit/beneath.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace weir::commit {
namespace {

batch::Descriptor fail(int error) {
  errno = error;
  return batch::Descriptor();
}

bool is_on(int descriptor, dev_t device) {
  struct stat status {};
  return ::fstat(descriptor, &status) == 0 && status.st_dev == device;
}

batch::Descriptor open_part(int directory, const std::string& part, int flags, unsigned mode) {
  while (true) {
    batch::Descriptor opened(::openat(directory, part.c_str(), flags | O_NOFOLLOW | O_CLOEXEC, mode));
    if (opened || errno != EINTR) return opened;
  }
}

}  // namespace

// glibc has no function for this call.
batch::Descriptor open_beneath(int directory, const std::string& name, int flags, unsigned mode) {
  open_how how{};
  how.flags = static_cast<unsigned>(flags | O_CLOEXEC);
  how.mode = (flags & O_CREAT) != 0 ? mode : 0;
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS | RESOLVE_NO_XDEV;
  long opened = 0;
  do {
    opened = ::syscall(SYS_openat2, directory, name.c_str(), &how, sizeof how);
  } while (opened < 0 && (errno == EINTR || errno == EAGAIN));
  if (opened < 0 && (errno == ENOSYS || errno == EPERM)) return open_beneath_by_parts(directory, name, flags, mode);
  return batch::Descriptor(static_cast<int>(opened));
}

batch::Descriptor open_beneath_by_parts(int directory, const std::string& name, int flags, unsigned mode) {
  struct stat status {};
  if (::fstat(directory, &status) != 0) return batch::Descriptor();
  batch::Descriptor folder;
  for (std::size_t begin = 0;;) {
    const std::size_t end = std::min(name.find('/', begin), name.size());
    const std::string part = name.substr(begin, end - begin);
    if (part == ".." || (part.empty() && begin == 0)) return fail(EXDEV);
    const bool is_last = end == name.size();
    const int above = folder ? folder.number() : directory;
    batch::Descriptor opened = open_part(above, part, is_last ? flags : O_PATH | O_DIRECTORY, mode);
    if (!opened) return opened;
    if (!is_on(opened.number(), status.st_dev)) return fail(EXDEV);
    if (is_last) return opened;
    folder = std::move(opened);
    begin = end + 1;
  }
}

}  // namespace weir::commit
