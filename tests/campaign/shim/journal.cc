#include "shim/journal.h"

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cstdio>

#include "shim/system_call.h"

namespace weir::shim {
namespace {

constexpr long kMode = 0600;

}  // namespace

Journal::Journal(const char* path) {
  if (!path) return;
  descriptor_ = static_cast<int>(
      system_call(SYS_openat, AT_FDCWD, address(path), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, kMode));
}

void Journal::append(std::string_view operation, std::uint64_t number, std::string_view path,
                     std::string_view bytes) const {
  if (descriptor_ < 0) return;
  std::array<char, 128> line{};
  const int length =
      std::snprintf(line.data(), line.size(), "%.*s %llu %zu %zu\n", static_cast<int>(operation.size()),
                    operation.data(), static_cast<unsigned long long>(number), path.size(), bytes.size());
  write_whole(descriptor_, {line.data(), static_cast<std::size_t>(length)});
  write_whole(descriptor_, path);
  write_whole(descriptor_, bytes);
}

void write_whole(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const long written = system_call(SYS_write, descriptor, address(bytes.data()), static_cast<long>(bytes.size()));
    if (written <= 0) ::_exit(121);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace weir::shim
