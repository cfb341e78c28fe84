// Classes of batches, by their size.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>

namespace weir::schedule {

// Classes end at 64 KiB and at each fourfold of that up to 256 MiB; the last has no end.
struct SizeClass {
  static constexpr unsigned kClasses = 8;

  unsigned number = 0;   // 0 is the smallest
  bool several = false;  // batches of more than one document

  static SizeClass of(std::uint64_t size, std::uint64_t documents);
  // The largest size of the class; nothing for the last.
  std::optional<std::uint64_t> up_to() const;

  auto operator<=>(const SizeClass&) const = default;
};

}  // namespace weir::schedule
