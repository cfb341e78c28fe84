#include "commit/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "commit/error.h"
#include "commit/uninterrupted.h"
#include "mutant/mutant.h"

namespace weir::commit {
namespace {

constexpr const char* kOwner = "user.weir.run";

// The next pieces to write, as many as one call takes. `skip` bytes of the first are written already.
constexpr std::size_t kVectors = 256;
std::size_t fill(std::array<iovec, kVectors>& vectors, std::span<const std::string_view> pieces, std::size_t skip) {
  std::size_t count = 0;
  for (const std::string_view piece : pieces.first(std::min(pieces.size(), kVectors))) {
    vectors[count++] = {const_cast<char*>(piece.data() + skip), piece.size() - skip};
    skip = 0;
  }
  return count;
}

}  // namespace

std::uint64_t File::size() const {
  struct stat status {};
  if (::fstat(descriptor_.number(), &status) != 0) throw_system_error("look at", path_, errno);
  return static_cast<std::uint64_t>(status.st_size);
}

std::size_t File::read(std::uint64_t offset, std::span<char> into) const {
  std::size_t done = 0;
  while (done < into.size()) {
    const ssize_t count = uninterrupted([&] {
      return ::pread(descriptor_.number(), into.data() + done, into.size() - done, static_cast<off_t>(offset + done));
    });
    if (count < 0) throw_system_error("read", path_, errno);
    if (count == 0) break;
    done += static_cast<std::size_t>(count);
  }
  return done;
}

void File::write(std::uint64_t offset, std::span<const std::string_view> pieces) {
  std::array<iovec, kVectors> vectors;
  std::size_t skip = 0;
  while (!pieces.empty()) {
    if (pieces.front().size() == skip) {
      pieces = pieces.subspan(1);
      skip = 0;
      continue;
    }
    const std::size_t count = fill(vectors, pieces, skip);
    const ssize_t written = uninterrupted([&] {
      return ::pwritev(descriptor_.number(), vectors.data(), static_cast<int>(count), static_cast<off_t>(offset));
    });
    if (written < 0 && mutant("write_error_ignored")) return;
    if (written < 0) throw_system_error("write", path_, errno);
    if (mutant("short_write_not_looped")) return;
    offset += static_cast<std::uint64_t>(written);
    skip += static_cast<std::size_t>(written);
    while (!pieces.empty() && skip >= pieces.front().size()) {
      skip -= pieces.front().size();
      pieces = pieces.subspan(1);
    }
  }
}

void File::truncate(std::uint64_t size) {
  if (uninterrupted([&] { return ::ftruncate(descriptor_.number(), static_cast<off_t>(size)); }) != 0) {
    throw_system_error("truncate", path_, errno);
  }
}

bool File::reserve(std::uint64_t size) {
  const auto reserve = [&] { return ::fallocate(descriptor_.number(), 0, 0, static_cast<off_t>(size)); };
  if (uninterrupted(reserve) == 0) return true;
  if (errno == ENOSPC || errno == EDQUOT || errno == EFBIG || errno == EOPNOTSUPP || errno == ENOSYS) return false;
  throw_system_error("reserve room for", path_, errno);
}

void File::set_owner(std::string_view owner) {
  ::fsetxattr(descriptor_.number(), kOwner, owner.data(), owner.size(), 0);
}

bool File::is_of(std::string_view owner) const {
  std::array<char, 64> found;
  const ssize_t size = ::fgetxattr(descriptor_.number(), kOwner, found.data(), found.size());
  return size >= 0 && std::string_view(found.data(), static_cast<std::size_t>(size)) == owner;
}

void File::sync() {
  const bool failed = ::fdatasync(descriptor_.number()) != 0;
  if (failed && mutant("sync_error_ignored")) return;
  if (failed && mutant("sync_retried")) return sync();
  if (failed) throw_system_error("sync", path_, errno);
}

}  // namespace weir::commit
