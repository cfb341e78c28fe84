#include "worker/address_space.h"

#include <unistd.h>

#include <algorithm>
#include <fstream>

namespace weir::worker {
namespace {

// Address space is more than memory: allocators take it in large pieces, and every thread has a stack.
constexpr std::uint64_t kAllowance = std::uint64_t{256} << 20;

std::uint64_t in_use() {
  std::uint64_t pages = 0;
  std::ifstream("/proc/self/statm") >> pages;
  return pages * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

}  // namespace

AddressSpace::AddressSpace(std::uint64_t granted_bytes) {
  if (granted_bytes == 0 || ::getrlimit(RLIMIT_AS, &before_) != 0) return;
  const rlim_t wanted = in_use() + kAllowance + granted_bytes;
  const rlimit bound{std::min<rlim_t>(before_.rlim_cur, wanted), before_.rlim_max};
  bounded_ = ::setrlimit(RLIMIT_AS, &bound) == 0;
}

AddressSpace::~AddressSpace() {
  if (bounded_) ::setrlimit(RLIMIT_AS, &before_);
}

}  // namespace weir::worker
