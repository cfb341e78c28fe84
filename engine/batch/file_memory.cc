#include "batch/file_memory.h"

#include <fcntl.h>
#include <linux/magic.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <new>
#include <string>
#include <system_error>

namespace weir::batch {
namespace {

// Of the room that is left on the disk, the rest is for the output: a text takes no more than one part of so many.
constexpr std::uint64_t kPartsOfFreeRoom = 2;

// An error as a file system would tell it.
[[noreturn]] void refuse(int error) { throw std::system_error(error, std::generic_category()); }

// A file that has no name and ends with its last descriptor or mapping.
class UnnamedFile {
 public:
  explicit UnnamedFile(const std::string& directory)
      : descriptor_(::open(directory.c_str(), O_TMPFILE | O_EXCL | O_RDWR | O_CLOEXEC, S_IRUSR | S_IWUSR)) {
    if (descriptor_ < 0) refuse(errno);
  }
  ~UnnamedFile() { ::close(descriptor_); }
  UnnamedFile(const UnnamedFile&) = delete;
  UnnamedFile& operator=(const UnnamedFile&) = delete;

  // Gives the file its size, and blocks on the disk for all of it.
  void reserve(std::size_t bytes) const {
    check_room(bytes);
    check_limit(bytes);
    while (::fallocate(descriptor_, 0, 0, static_cast<off_t>(bytes)) != 0) {
      if (errno != EINTR) refuse(errno);
    }
  }

  void* map(std::size_t bytes) const {
    void* const at = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor_, 0);
    if (at == MAP_FAILED) refuse(errno);
    return at;
  }

 private:
  void check_room(std::size_t bytes) const {
    struct statfs system {};
    if (::fstatfs(descriptor_, &system) != 0) refuse(errno);
    // There files are memory, and of the kind that cannot be taken back.
    if (system.f_type == TMPFS_MAGIC || system.f_type == RAMFS_MAGIC) refuse(EOPNOTSUPP);
    const std::uint64_t free = system.f_bavail * static_cast<std::uint64_t>(system.f_bsize);
    if (bytes > free / kPartsOfFreeRoom) refuse(ENOSPC);
  }

  // To reserve more than a process may write would be answered with a signal.
  static void check_limit(std::size_t bytes) {
    rlimit limit{};
    if (::getrlimit(RLIMIT_FSIZE, &limit) == 0 && bytes > limit.rlim_cur) refuse(EFBIG);
  }

  int descriptor_;
};

}  // namespace

void* FileMemory::allocate(std::size_t bytes) {
  if (void* const at = map_file(bytes)) return at;
  // As the heap does: room is promised, and taken when it is written to.
  constexpr int kFlags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
  void* const at = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, kFlags, -1, 0);
  if (at == MAP_FAILED) throw std::bad_alloc();
  return at;
}

void FileMemory::release(void* at, std::size_t bytes) noexcept { ::munmap(at, bytes); }

// Null where it cannot be.
void* FileMemory::map_file(std::size_t bytes) {
  try {
    const UnnamedFile file(directory_);
    file.reserve(bytes);
    return file.map(bytes);
  } catch (const std::system_error& error) {
    tell(bytes, error.code().message());
    return nullptr;
  }
}

void FileMemory::tell(std::size_t bytes, const std::string& why) {
  if (logger_ == nullptr || told_.test_and_set()) return;
  logger_->write(LogLevel::warning, "large texts take memory: no file for " + std::to_string(bytes) +
                                        " bytes: " + directory_ + ": " + why);
}

}  // namespace weir::batch
