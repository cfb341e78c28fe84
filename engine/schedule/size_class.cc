#include "schedule/size_class.h"

namespace weir::schedule {
namespace {

constexpr std::uint64_t kSmallest = 64 * 1024;

}  // namespace

SizeClass SizeClass::of(std::uint64_t size, std::uint64_t documents) {
  SizeClass found{0, documents > 1};
  for (std::uint64_t end = kSmallest; size > end && found.number + 1 < kClasses; end *= 4) ++found.number;
  return found;
}

std::optional<std::uint64_t> SizeClass::up_to() const {
  if (number + 1 >= kClasses) return std::nullopt;
  return kSmallest << (2 * number);
}

}  // namespace weir::schedule
