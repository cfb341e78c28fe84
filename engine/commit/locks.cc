#include "commit/locks.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <thread>

#include "commit/directory.h"
#include "commit/error.h"
#include "commit/file.h"
#include "commit/staging.h"
#include "commit/uninterrupted.h"
#include "mutant/mutant.h"

namespace weir::commit {
namespace {

namespace fs = std::filesystem;

constexpr const char* kPurpose = "lock the directory";

// Whoever asks for the holder has the file shared for a moment; a lock that is held for longer is held by a run.
constexpr int kTries = 20;
constexpr std::chrono::milliseconds kBetweenTries{10};

long read_process_id(int descriptor) {
  std::array<char, 32> text{};
  return ::pread(descriptor, text.data(), text.size() - 1, 0) > 0 ? std::strtol(text.data(), nullptr, 10) : 0;
}

bool try_lock(int descriptor, const fs::path& path) {
  for (int tries = 0; tries < kTries; ++tries) {
    if (mutant("not_locked")) return true;
    if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) return true;
    if (errno != EWOULDBLOCK && errno != EINTR) throw_system_error(kPurpose, path, errno);
    std::this_thread::sleep_for(kBetweenTries);
  }
  return false;
}

// The file may have been removed by its last holder between our opening and our locking it.
bool is_still_there(int descriptor, const fs::path& path) {
  struct stat ours {
  }, there{};
  if (::fstat(descriptor, &ours) != 0) throw_system_error(kPurpose, path, errno);
  return ::stat(path.c_str(), &there) == 0 && ours.st_dev == there.st_dev && ours.st_ino == there.st_ino;
}

batch::Descriptor lock_file(const fs::path& directory, const fs::path& path) {
  while (true) {
    Directory::make(path.parent_path());
    const int inherited = mutant("lock_inherited") ? 0 : O_CLOEXEC;
    batch::Descriptor descriptor(
        uninterrupted([&] { return ::open(path.c_str(), O_RDWR | O_CREAT | inherited | O_NOFOLLOW, 0666); }));
    if (!descriptor && errno == ENOENT) continue;  // its last holder has just taken the folder away
    if (!descriptor) throw_system_error(kPurpose, path, errno);
    if (!try_lock(descriptor.number(), path)) {
      throw CommitError(CommitError::Kind::cannot_write, "in use by another run of weir: " + directory.string() +
                                                             ": process " +
                                                             std::to_string(read_process_id(descriptor.number())));
    }
    if (!is_still_there(descriptor.number(), path)) continue;
    const std::string process_id = std::to_string(::getpid()) + "\n";
    File file(std::move(descriptor), path);
    file.truncate(0);
    file.write(0, process_id);
    return std::move(file).release();
  }
}

}  // namespace

Lock Lock::run(const fs::path& directory) { return {lock_file(directory, directory / "lock"), {}}; }

Lock Lock::output(const fs::path& directory) {
  const fs::path path = directory / kStagingDirectory / kOutputLockFile;
  return {lock_file(directory, path), path};
}

Lock::~Lock() {
  if (!descriptor_ || remove_at_end_.empty()) return;
  // Removed while it is held, so nobody who waits for it can take it for his own.
  ::unlink(remove_at_end_.c_str());
  ::rmdir(remove_at_end_.parent_path().c_str());
}

std::optional<long> Lock::holder_of_run(const fs::path& directory) {
  const batch::Descriptor descriptor(::open((directory / "lock").c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (!descriptor) return std::nullopt;
  if (::flock(descriptor.number(), LOCK_SH | LOCK_NB) == 0 || errno != EWOULDBLOCK) return std::nullopt;
  return read_process_id(descriptor.number());
}

}  // namespace weir::commit
