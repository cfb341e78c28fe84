// Unreclaimable memory of this process: anonymous and shared pages. Page cache is not a cost.
#pragma once

#include <cstdint>

namespace weir::schedule {

// RssAnon + RssShmem, in bytes; 0 where the kernel does not tell.
std::uint64_t unreclaimable_bytes();

}  // namespace weir::schedule
