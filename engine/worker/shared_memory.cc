#include "worker/shared_memory.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <new>
#include <system_error>
#include <utility>

namespace weir::worker {
namespace {

constexpr std::uint64_t kBoardBytes = 4096;
constexpr std::uint64_t kLeastBytes = std::uint64_t{1} << 20;
// Far more than an answer can have; what says so is garbage.
constexpr std::uint64_t kMostBytes = std::uint64_t{1} << 40;

[[noreturn]] void fail(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

std::uint64_t rounded(std::uint64_t bytes) { return (bytes + kBoardBytes - 1) / kBoardBytes * kBoardBytes; }

struct stat look_at(const batch::Descriptor& descriptor) {
  struct stat status {};
  if (::fstat(descriptor.number(), &status) != 0) fail("cannot look at the memory shared with a worker");
  return status;
}

void set_size(int descriptor, std::uint64_t bytes) {
  while (::ftruncate(descriptor, static_cast<off_t>(bytes)) != 0) {
    if (errno != EINTR) fail("cannot enlarge the memory shared with a worker");
  }
}

}  // namespace

SharedMemory::SharedMemory() : descriptor_(::memfd_create("weir worker", MFD_CLOEXEC | MFD_ALLOW_SEALING)) {
  if (!descriptor_) fail("cannot make memory to share with a worker");
  set_size(descriptor_.number(), kBoardBytes);
  if (::fcntl(descriptor_.number(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_SEAL) != 0) {
    fail("cannot seal the memory shared with a worker");
  }
  map_board();
  ::new (board_) Board{};
}

SharedMemory::SharedMemory(batch::Descriptor descriptor) : descriptor_(std::move(descriptor)) { map_board(); }

SharedMemory::~SharedMemory() {
  if (at_) ::munmap(at_, mapped_);
  if (board_) ::munmap(board_, kBoardBytes);
}

void SharedMemory::map_board() {
  void* const at = ::mmap(nullptr, kBoardBytes, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor_.number(), 0);
  if (at == MAP_FAILED) fail("cannot map the memory shared with a worker");
  board_ = static_cast<Board*>(at);
}

std::uint64_t SharedMemory::file_bytes() const { return static_cast<std::uint64_t>(look_at(descriptor_).st_size); }

// Pages that were never written are not there, whatever the size says.
std::uint64_t SharedMemory::written_bytes() const {
  constexpr std::uint64_t kBlock = 512;
  return static_cast<std::uint64_t>(look_at(descriptor_).st_blocks) * kBlock;
}

void SharedMemory::map(std::uint64_t bytes) {
  void* const at = at_ ? ::mremap(at_, mapped_, bytes, MREMAP_MAYMOVE)
                       : ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor_.number(),
                                static_cast<off_t>(kBoardBytes));
  if (at == MAP_FAILED) fail("cannot map the memory shared with a worker");
  at_ = static_cast<char*>(at);
  mapped_ = bytes;
}

void SharedMemory::append(std::string_view bytes) {
  if (bytes.empty()) return;
  if (size_ + bytes.size() > mapped_) {
    const std::uint64_t wanted = rounded(std::max({size_ + bytes.size(), mapped_ + mapped_ / 2, kLeastBytes}));
    if (kBoardBytes + wanted > file_bytes()) set_size(descriptor_.number(), kBoardBytes + wanted);
    map(wanted);
  }
  std::memcpy(at_ + size_, bytes.data(), bytes.size());
  size_ += bytes.size();
}

std::string_view SharedMemory::read(std::uint64_t bytes) {
  if (bytes == 0 || bytes > kMostBytes || bytes > written_bytes()) return {};
  if (bytes > mapped_) {
    if (file_bytes() < kBoardBytes + rounded(bytes)) return {};
    map(rounded(bytes));
  }
  return {at_, bytes};
}

}  // namespace weir::worker
