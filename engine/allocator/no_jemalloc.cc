#include "allocator/allocator.h"

namespace weir::allocator {

std::string name() { return "the C library's"; }
std::string settings() { return {}; }
bool measures() noexcept { return false; }
std::int64_t taken_by_thread() noexcept { return 0; }
std::uint64_t peak_of_thread() noexcept { return 0; }
void restart_peak_of_thread() noexcept {}
void give_back() noexcept {}

}  // namespace weir::allocator
