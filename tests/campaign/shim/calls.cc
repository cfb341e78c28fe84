#include "shim/calls.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <functional>
#include <string>

#include "shim/director.h"
#include "shim/paths.h"
#include "shim/system_call.h"

namespace weir::shim {
namespace {

long as_long(std::size_t number) { return static_cast<long>(number); }

void record_nothing(const Journal& /*journal*/, long /*result*/) {}

long open_with(const Path& path, long flags, const std::function<long()>& perform) {
  Director& director = shim::director();
  if (!director.looks_at(path.view())) return perform();
  if ((flags & O_ACCMODE) == O_RDONLY) director.slow_down(path.view());
  long size = 0;
  const bool existed = path.exists(&size);
  const bool creates = (flags & O_CREAT) != 0 && !existed;
  const bool empties = (flags & O_TRUNC) != 0 && existed && size > 0;
  Call call{.name = "open", .path = path.view()};
  call.changes = creates || empties;
  call.opens = true;
  call.takes_space = creates || (flags & O_TMPFILE) == O_TMPFILE;
  call.is_interruptible = true;
  return director.conduct(
      call, [&](std::size_t) { return perform(); },
      [&](const Journal& journal, long result) {
        if (result < 0) return;
        if (creates) journal.append("create", 0, path.view(), {});
        if (empties) journal.append("resize", 0, path.view(), {});
      });
}

// Where the bytes that were just written begin.
std::uint64_t place_of(int descriptor, const off_t* offset, long written) {
  if (offset) return static_cast<std::uint64_t>(*offset);
  return static_cast<std::uint64_t>(system_call(SYS_lseek, descriptor, 0, SEEK_CUR) - written);
}

// A change of the names in a directory; the paths are told before it happens.
long change_names(Call call, std::string_view operation, const Path& path, const Path* other,
                  const std::function<long()>& perform) {
  Director& director = shim::director();
  if (!director.looks_at(path.view()) && !(other && director.looks_at(other->view()))) return perform();
  call.path = path.view();
  call.changes = true;
  return director.conduct(
      call, [&](std::size_t) { return perform(); },
      [&](const Journal& journal, long result) {
        if (result < 0) return;
        journal.append(operation, 0, path.view(), other ? other->view() : std::string_view());
      });
}

// A change of a file's size.
long change_size(const char* name, int descriptor, std::uint64_t size, bool takes_space,
                 const std::function<long()>& perform) {
  const Path path = Path::of(descriptor);
  Director& director = shim::director();
  if (!director.looks_at(path.view())) return perform();
  Call call{.name = name, .path = path.view()};
  call.changes = true;
  call.takes_space = takes_space;
  call.is_interruptible = true;
  return director.conduct(
      call, [&](std::size_t) { return perform(); },
      [&](const Journal& journal, long result) {
        if (result == 0) journal.append("resize", size, path.view(), {});
      });
}

}  // namespace

long open_file(int directory, const char* name, int flags, unsigned mode) {
  return open_with(Path::of(directory, name), flags,
                   [&] { return system_call(SYS_openat, directory, address(name), flags, mode); });
}

long open_file(int directory, const char* name, open_how* how, std::size_t size) {
  return open_with(Path::of(directory, name), static_cast<long>(how->flags),
                   [&] { return system_call(SYS_openat2, directory, address(name), address(how), as_long(size)); });
}

long read_bytes(int descriptor, void* into, std::size_t count, const off_t* offset) {
  const auto perform = [&](std::size_t bytes) {
    return offset ? system_call(SYS_pread64, descriptor, address(into), as_long(bytes), *offset)
                  : system_call(SYS_read, descriptor, address(into), as_long(bytes));
  };
  const Path path = Path::of(descriptor);
  if (!director().looks_at(path.view())) return perform(count);
  Call call{.name = "read", .path = path.view()};
  call.is_interruptible = true;
  call.bytes = count;
  return director().conduct(call, perform, record_nothing);
}

long write_bytes(int descriptor, const void* bytes, std::size_t count, const off_t* offset) {
  const auto perform = [&](std::size_t some) {
    return offset ? system_call(SYS_pwrite64, descriptor, address(bytes), as_long(some), *offset)
                  : system_call(SYS_write, descriptor, address(bytes), as_long(some));
  };
  const Path path = Path::of(descriptor);
  if (!director().looks_at(path.view())) return perform(count);
  Call call{.name = "write", .path = path.view()};
  call.changes = true;
  call.takes_space = true;
  call.is_interruptible = true;
  call.bytes = count;
  return director().conduct(call, perform, [&](const Journal& journal, long written) {
    if (written < 0) return;
    journal.append("write", place_of(descriptor, offset, written), path.view(),
                   {static_cast<const char*>(bytes), static_cast<std::size_t>(written)});
  });
}

long write_pieces(int descriptor, const iovec* pieces, int count, const off_t* offset) {
  if (!director().looks_at(Path::of(descriptor).view())) {
    return offset ? system_call(SYS_pwritev, descriptor, address(pieces), count, *offset, 0)
                  : system_call(SYS_writev, descriptor, address(pieces), count);
  }
  std::string gathered;
  for (int i = 0; i < count; ++i) gathered.append(static_cast<const char*>(pieces[i].iov_base), pieces[i].iov_len);
  return write_bytes(descriptor, gathered.data(), gathered.size(), offset);
}

// What was copied stands in the journal as if it had been written.
long copy_range(int from, off_t* from_offset, int to, off_t* to_offset, std::size_t count, unsigned flags) {
  const auto perform = [&](std::size_t bytes) {
    return system_call(SYS_copy_file_range, from, address(from_offset), to, address(to_offset), as_long(bytes), flags);
  };
  const Path path = Path::of(to);
  if (!director().looks_at(path.view())) return perform(count);
  Call call{.name = "copy_file_range", .path = path.view()};
  call.changes = true;
  call.takes_space = true;
  call.is_interruptible = true;
  call.bytes = count;
  return director().conduct(call, perform, [&](const Journal& journal, long copied) {
    if (copied < 0) return;
    const off_t end = to_offset ? *to_offset : system_call(SYS_lseek, to, 0, SEEK_CUR);
    std::string bytes(static_cast<std::size_t>(copied), '\0');
    const std::string readable = "/proc/self/fd/" + std::to_string(to);
    const long again = system_call(SYS_openat, AT_FDCWD, address(readable.c_str()), O_RDONLY | O_CLOEXEC);
    system_call(SYS_pread64, again, address(bytes.data()), copied, end - copied);
    system_call(SYS_close, again);
    journal.append("write", static_cast<std::uint64_t>(end - copied), path.view(), bytes);
  });
}

long resize(int descriptor, off_t size) {
  return change_size("ftruncate", descriptor, static_cast<std::uint64_t>(size), false,
                     [&] { return system_call(SYS_ftruncate, descriptor, size); });
}

// Only what changes the size is of interest: there is nothing to lose of space that is kept.
long reserve(int descriptor, int mode, off_t offset, off_t count) {
  const auto perform = [&] { return system_call(SYS_fallocate, descriptor, mode, offset, count); };
  long size = 0;
  if (mode != 0 || (Path::of(descriptor).exists(&size) && offset + count <= size)) return perform();
  return change_size("fallocate", descriptor, static_cast<std::uint64_t>(offset + count), true, perform);
}

long sync(int descriptor, long call_number) {
  const auto perform = [&](std::size_t) { return system_call(call_number, descriptor); };
  const Path path = Path::of(descriptor);
  if (!director().looks_at(path.view())) return perform(0);
  Call call{.name = call_number == SYS_fsync ? "fsync" : "fdatasync", .path = path.view()};
  call.changes = true;
  call.takes_space = true;
  const auto record = [&](const Journal& journal, long result) {
    journal.append(result == 0 ? "sync" : "forsake", 0, path.view(), {});
  };
  return director().conduct(call, perform, record);
}

long rename_file(int from_directory, const char* from, int to_directory, const char* to, unsigned flags) {
  const Path other = Path::of(to_directory, to);
  return change_names(
      {.name = "rename", .path = {}, .takes_space = true}, "rename", Path::of(from_directory, from), &other,
      [&] { return system_call(SYS_renameat2, from_directory, address(from), to_directory, address(to), flags); });
}

long link_file(int from_directory, const char* from, int to_directory, const char* to, int flags) {
  const Path other = Path::of(to_directory, to);
  return change_names(
      {.name = "link", .path = {}, .takes_space = true}, "link", Path::of(from_directory, from), &other,
      [&] { return system_call(SYS_linkat, from_directory, address(from), to_directory, address(to), flags); });
}

long remove_file(int directory, const char* name, int flags) {
  const bool is_directory = (flags & AT_REMOVEDIR) != 0;
  return change_names({.name = is_directory ? "rmdir" : "unlink", .path = {}}, is_directory ? "unmake" : "remove",
                      Path::of(directory, name), nullptr,
                      [&] { return system_call(SYS_unlinkat, directory, address(name), flags); });
}

long make_directory(int directory, const char* name, unsigned mode) {
  return change_names({.name = "mkdir", .path = {}, .takes_space = true}, "make", Path::of(directory, name), nullptr,
                      [&] { return system_call(SYS_mkdirat, directory, address(name), mode); });
}

}  // namespace weir::shim
