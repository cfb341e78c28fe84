#include "schedule/cost.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace weir::schedule {

namespace {

constexpr auto kLargest = std::numeric_limits<std::uint64_t>::max();

std::uint64_t plus(std::uint64_t a, std::uint64_t b) { return a > kLargest - b ? kLargest : a + b; }

}  // namespace

std::uint64_t Need::bytes(std::uint64_t size) const {
  const double scaled = std::ceil(per_byte * static_cast<double>(size));
  if (!(scaled < static_cast<double>(kLargest))) {
    return kLargest;
  }
  return plus(static_cast<std::uint64_t>(std::max(scaled, 0.0)), fixed);
}

std::uint64_t tokens_for(std::span<const Need> nodes, std::uint64_t size, std::uint64_t documents) {
  std::uint64_t largest = 0;
  for (const Need& node : nodes) {
    largest = std::max(largest, node.bytes(size));
  }
  const auto engine =
      plus(kEngineBytesPerBatch,
           documents > kLargest / kEngineBytesPerDocument ? kLargest : documents * kEngineBytesPerDocument);
  return plus(largest, engine);
}

}  // namespace weir::schedule
