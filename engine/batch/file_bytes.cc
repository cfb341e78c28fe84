#include "batch/file_bytes.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

namespace weir::batch {
namespace {

SourceError system_error(const char* what, int error) {
  return SourceError(std::string(what) + ": " + std::generic_category().message(error));
}

[[noreturn]] void throw_about_path(const char* what, int error) {
  if (error == ENOENT || error == ENOTDIR) throw SourceGone("the file is gone");
  throw system_error(what, error);
}

void check_identity(const struct stat& status, std::uint64_t size, std::int64_t modified_ns) {
  if (!S_ISREG(status.st_mode)) throw SourceError("the file is no longer a regular file");
  const std::int64_t modified = std::int64_t{status.st_mtim.tv_sec} * 1'000'000'000 + status.st_mtim.tv_nsec;
  if (static_cast<std::uint64_t>(status.st_size) != size || modified != modified_ns) {
    throw SourceError("the file has changed since it was listed");
  }
}

}  // namespace

OpenFiles::~OpenFiles() = default;

std::shared_ptr<const int> OpenFiles::open(const std::string& location, std::uint64_t size, std::int64_t modified_ns) {
  const std::scoped_lock lock(mutex_);
  const auto found =
      std::find_if(entries_.begin(), entries_.end(), [&](const Entry& entry) { return entry.location == location; });
  if (found != entries_.end()) {
    entries_.splice(entries_.begin(), entries_, found);
    return entries_.front().descriptor;
  }
  const int descriptor = ::open(location.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0) throw_about_path("cannot open the file", errno);
  std::shared_ptr<const int> shared(new int(descriptor), [](const int* open) {
    ::close(*open);
    delete open;
  });
  struct stat status {};
  if (::fstat(descriptor, &status) != 0) throw system_error("cannot look at the file", errno);
  check_identity(status, size, modified_ns);
  entries_.push_front({location, shared});
  if (entries_.size() > kMostOpen) entries_.pop_back();
  return shared;
}

FileBytes::FileBytes(std::string location, std::uint64_t size, std::int64_t modified_ns,
                     std::shared_ptr<OpenFiles> files, std::shared_ptr<ContentHash> hash)
    : identity_{std::move(location), size, modified_ns}, files_(std::move(files)), hash_(std::move(hash)) {}

std::size_t FileBytes::read(std::uint64_t offset, std::span<char> into) const {
  const std::shared_ptr<const int> descriptor = files_->open(identity_.location, identity_.size, identity_.modified_ns);
  std::size_t done = 0;
  while (done < into.size() && offset + done < identity_.size) {
    const ssize_t got = ::pread(*descriptor, into.data() + done, into.size() - done, static_cast<off_t>(offset + done));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw system_error("cannot read the file", errno);
    if (got == 0) throw SourceError("the file became shorter while it was read");
    done += static_cast<std::size_t>(got);
  }
  if (hash_) hash_->add(offset, {into.data(), done});
  return done;
}

void check_unchanged(const std::string& location, std::uint64_t size, std::int64_t modified_ns) {
  struct stat status {};
  if (::stat(location.c_str(), &status) != 0) throw_about_path("cannot look at the file", errno);
  check_identity(status, size, modified_ns);
}

}  // namespace weir::batch
