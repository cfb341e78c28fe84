#include "dedupe/digest_table.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstddef>
#include <system_error>

namespace weir::dedupe {
namespace {

constexpr std::uint64_t kFewestSlots = 1024;

// Repeats a call that a signal interrupted.
template <typename Call>
auto uninterrupted(Call call) {
  auto result = call();
  while (result < 0 && errno == EINTR) result = call();
  return result;
}

[[noreturn]] void throw_error(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

}  // namespace

DigestTable::DigestTable(const std::string& directory, std::uint64_t documents)
    : file_(uninterrupted([path = directory + "/digests"] {
        return ::open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
      })) {
  if (file_ < 0) throw_error("cannot make the table of digests");
  const std::uint64_t slots = std::bit_ceil(std::max(2 * documents, kFewestSlots));
  mask_ = slots - 1;
  // A hole reads as zeros: free slots.
  if (uninterrupted([&] { return ::ftruncate(file_, static_cast<off_t>(slots * sizeof(Slot))); }) != 0) {
    const int error = errno;
    ::close(file_);
    errno = error;
    throw_error("cannot make the table of digests");
  }
}

DigestTable::~DigestTable() { ::close(file_); }

std::optional<std::uint32_t> DigestTable::find_or_add(const Digest& digest, std::uint32_t number) {
  for (std::uint64_t index = digest.low & mask_;; index = (index + 1) & mask_) {
    const Slot slot = read(index);
    if (slot.number_plus_one == 0) {
      write(index, {digest, std::uint64_t{number} + 1});
      return std::nullopt;
    }
    if (slot.digest == digest) return static_cast<std::uint32_t>(slot.number_plus_one - 1);
  }
}

DigestTable::Slot DigestTable::read(std::uint64_t index) const {
  Slot slot;
  auto* const into = reinterpret_cast<std::byte*>(&slot);
  for (std::size_t done = 0; done < sizeof slot;) {
    const ssize_t got = uninterrupted([&] {
      return ::pread(file_, into + done, sizeof slot - done, static_cast<off_t>(index * sizeof slot + done));
    });
    if (got <= 0) throw_error("cannot read the table of digests");
    done += static_cast<std::size_t>(got);
  }
  return slot;
}

void DigestTable::write(std::uint64_t index, const Slot& slot) {
  const auto* const from = reinterpret_cast<const std::byte*>(&slot);
  for (std::size_t done = 0; done < sizeof slot;) {
    const ssize_t put =
        ::pwrite(file_, from + done, sizeof slot - done, static_cast<off_t>(index * sizeof slot + done));
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) throw_error("cannot write the table of digests");
    done += static_cast<std::size_t>(put);
  }
}

}  // namespace weir::dedupe
