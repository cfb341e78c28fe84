// The C library's functions, by their names: whoever is started with this library preloaded calls these.
//
// What the C library calls of itself is not seen: buffered files (fopen, fwrite), of which a run has its log alone.
#include <dirent.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cerrno>
#include <cstdarg>
#include <cstdio>

#include "shim/calls.h"
#include "shim/system_call.h"

using namespace weir::shim;  // NOLINT(google-build-using-namespace): nothing but these functions is here

namespace {

unsigned mode_argument(int flags, va_list arguments) {
  const bool makes = (flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE;
  return makes ? va_arg(arguments, unsigned) : 0;
}

}  // namespace

#pragma GCC visibility push(default)
extern "C" {

int open(const char* name, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const unsigned mode = mode_argument(flags, arguments);
  va_end(arguments);
  return static_cast<int>(open_file(AT_FDCWD, name, flags, mode));
}

int open64(const char* name, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const unsigned mode = mode_argument(flags, arguments);
  va_end(arguments);
  return static_cast<int>(open_file(AT_FDCWD, name, flags, mode));
}

int openat(int directory, const char* name, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const unsigned mode = mode_argument(flags, arguments);
  va_end(arguments);
  return static_cast<int>(open_file(directory, name, flags, mode));
}

int openat64(int directory, const char* name, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const unsigned mode = mode_argument(flags, arguments);
  va_end(arguments);
  return static_cast<int>(open_file(directory, name, flags, mode));
}

int creat(const char* name, mode_t mode) {
  return static_cast<int>(open_file(AT_FDCWD, name, O_CREAT | O_WRONLY | O_TRUNC, mode));
}

ssize_t read(int descriptor, void* into, size_t count) { return read_bytes(descriptor, into, count, nullptr); }
ssize_t pread(int descriptor, void* into, size_t count, off_t offset) {
  return read_bytes(descriptor, into, count, &offset);
}
ssize_t pread64(int descriptor, void* into, size_t count, off64_t offset) {
  return read_bytes(descriptor, into, count, &offset);
}

ssize_t write(int descriptor, const void* bytes, size_t count) {
  return write_bytes(descriptor, bytes, count, nullptr);
}
ssize_t pwrite(int descriptor, const void* bytes, size_t count, off_t offset) {
  return write_bytes(descriptor, bytes, count, &offset);
}
ssize_t pwrite64(int descriptor, const void* bytes, size_t count, off64_t offset) {
  return write_bytes(descriptor, bytes, count, &offset);
}
ssize_t writev(int descriptor, const iovec* pieces, int count) {
  return write_pieces(descriptor, pieces, count, nullptr);
}
ssize_t pwritev(int descriptor, const iovec* pieces, int count, off_t offset) {
  return write_pieces(descriptor, pieces, count, &offset);
}
ssize_t pwritev64(int descriptor, const iovec* pieces, int count, off64_t offset) {
  return write_pieces(descriptor, pieces, count, &offset);
}
ssize_t copy_file_range(int from, off64_t* from_offset, int to, off64_t* to_offset, size_t count, unsigned flags) {
  return copy_range(from, from_offset, to, to_offset, count, flags);
}

int ftruncate(int descriptor, off_t size) noexcept { return static_cast<int>(resize(descriptor, size)); }
int ftruncate64(int descriptor, off64_t size) noexcept { return static_cast<int>(resize(descriptor, size)); }
int truncate(const char* name, off_t size) noexcept {
  const int descriptor = static_cast<int>(open_file(AT_FDCWD, name, O_WRONLY | O_CLOEXEC, 0));
  if (descriptor < 0) return -1;
  const long result = resize(descriptor, size);
  const int error = errno;
  ::close(descriptor);
  errno = error;
  return static_cast<int>(result);
}
int fallocate(int descriptor, int mode, off_t offset, off_t count) {
  return static_cast<int>(reserve(descriptor, mode, offset, count));
}
int fallocate64(int descriptor, int mode, off64_t offset, off64_t count) {
  return static_cast<int>(reserve(descriptor, mode, offset, count));
}
int posix_fallocate(int descriptor, off_t offset, off_t count) {
  return reserve(descriptor, 0, offset, count) == 0 ? 0 : errno;
}
int posix_fallocate64(int descriptor, off64_t offset, off64_t count) {
  return reserve(descriptor, 0, offset, count) == 0 ? 0 : errno;
}

int fsync(int descriptor) { return static_cast<int>(sync(descriptor, SYS_fsync)); }
int fdatasync(int descriptor) { return static_cast<int>(sync(descriptor, SYS_fdatasync)); }

int rename(const char* from, const char* to) noexcept {
  return static_cast<int>(rename_file(AT_FDCWD, from, AT_FDCWD, to, 0));
}
int renameat(int from_directory, const char* from, int to_directory, const char* to) noexcept {
  return static_cast<int>(rename_file(from_directory, from, to_directory, to, 0));
}
int renameat2(int from_directory, const char* from, int to_directory, const char* to, unsigned flags) noexcept {
  return static_cast<int>(rename_file(from_directory, from, to_directory, to, flags));
}
int link(const char* from, const char* to) noexcept {
  return static_cast<int>(link_file(AT_FDCWD, from, AT_FDCWD, to, 0));
}
int linkat(int from_directory, const char* from, int to_directory, const char* to, int flags) noexcept {
  return static_cast<int>(link_file(from_directory, from, to_directory, to, flags));
}
int unlink(const char* name) noexcept { return static_cast<int>(remove_file(AT_FDCWD, name, 0)); }
int unlinkat(int directory, const char* name, int flags) noexcept {
  return static_cast<int>(remove_file(directory, name, flags));
}
int rmdir(const char* name) noexcept { return static_cast<int>(remove_file(AT_FDCWD, name, AT_REMOVEDIR)); }
int remove(const char* name) noexcept {
  const int result = ::unlink(name);
  return result != 0 && errno == EISDIR ? ::rmdir(name) : result;
}
int mkdir(const char* name, mode_t mode) noexcept { return static_cast<int>(make_directory(AT_FDCWD, name, mode)); }
int mkdirat(int directory, const char* name, mode_t mode) noexcept {
  return static_cast<int>(make_directory(directory, name, mode));
}

// openat2 has no function of its own in the C library.
long syscall(long number, ...) noexcept {
  va_list list;
  va_start(list, number);
  if (number == SYS_openat2) {
    const int directory = va_arg(list, int);
    const char* name = va_arg(list, const char*);
    open_how* how = va_arg(list, open_how*);
    const size_t size = va_arg(list, size_t);
    va_end(list);
    return open_file(directory, name, how, size);
  }
  long arguments[6];
  for (long& argument : arguments) argument = va_arg(list, long);
  va_end(list);
  return system_call(number, arguments[0], arguments[1], arguments[2], arguments[3], arguments[4], arguments[5]);
}

}  // extern "C"
#pragma GCC visibility pop
