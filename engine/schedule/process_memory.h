// Unreclaimable memory of this process: anonymous and shared pages. Page cache is not a cost.
#pragma once

#include <cstdint>

namespace weir::schedule {

// RssAnon + RssShmem, in bytes; 0 where the kernel does not tell.
std::uint64_t unreclaimable_bytes();
// The same, with that of the processes that it has started: workers.
std::uint64_t unreclaimable_bytes_with_children();

}  // namespace weir::schedule
