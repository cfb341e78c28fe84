#include "html/element.h"

#include <array>

namespace weir::html {
namespace {

constexpr std::string_view kNames[] = {
    "",
#define WEIR_ELEMENT(identifier, name) name,
#include "html/elements.inc"
#undef WEIR_ELEMENT
};
static_assert(std::size(kNames) == kElementCount);

constexpr std::size_t kSlots = 512;
constexpr std::size_t kMaxName = [] {
  std::size_t longest = 0;
  for (const std::string_view name : kNames) longest = name.size() > longest ? name.size() : longest;
  return longest;
}();

// Names differ in their first eight bytes and their length.
constexpr std::size_t hash(std::string_view name) {
  std::uint64_t packed = name.size();
  for (std::size_t i = 0; i < name.size() && i < 8; ++i) {
    packed = packed << 8 | static_cast<unsigned char>(name[i]);
  }
  return packed * 0x9E3779B97F4A7C15 >> 55;
}
static_assert(kSlots == std::size_t{1} << (64 - 55));

// Open addressing; 0 is `other`, and a free slot.
constexpr std::array<std::uint8_t, kSlots> kTable = [] {
  std::array<std::uint8_t, kSlots> table{};
  for (std::size_t i = 1; i < kElementCount; ++i) {
    std::size_t slot = hash(kNames[i]);
    while (table[slot] != 0) slot = (slot + 1) % kSlots;
    table[slot] = static_cast<std::uint8_t>(i);
  }
  return table;
}();

}  // namespace

Element element_of(std::string_view name) {
  if (name.size() > kMaxName) return Element::other;
  for (std::size_t slot = hash(name); kTable[slot] != 0; slot = (slot + 1) % kSlots) {
    if (kNames[kTable[slot]] == name) return static_cast<Element>(kTable[slot]);
  }
  return Element::other;
}

}  // namespace weir::html
