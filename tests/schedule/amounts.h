#pragma once

#include <cstdint>

namespace weir::schedule {

constexpr std::uint64_t kMiB = 1 << 20;

}  // namespace weir::schedule
