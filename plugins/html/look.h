// How text looks: what an element inherits, and what it changes.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>

namespace weir::html {

// Font sizes are in twentieths of a point.
inline constexpr std::uint16_t kMediumSize = 12 * 20;

struct Look {
  enum Flag : std::uint16_t {
    bold = 1,
    italic = 2,
    underlined = 4,
    centred = 8,
    link = 16,  // to a place in the same document
    upper_case = 32,
    hidden = 64,
    preformatted = 128,  // lines were laid out by hand: <pre>, or a page without markup
  };

  std::uint16_t flags = 0;
  std::uint16_t size = kMediumSize;

  bool has(Flag flag) const { return (flags & flag) != 0; }
  bool has_any(int of) const { return (flags & of) != 0; }
  bool operator==(const Look&) const = default;
};

struct LookChange {
  enum class Size : std::uint8_t { inherited, absolute, percent };
  enum class Display : std::uint8_t { unset, block, inlined };

  std::uint16_t set = 0;
  std::uint16_t clear = 0;
  std::uint16_t size = 0;  // twentieths of a point, or per cent of what is inherited
  Size size_kind = Size::inherited;
  Display display = Display::unset;
  bool page_break_before = false;
  bool page_break_after = false;

  bool operator==(const LookChange&) const = default;

  constexpr void turn(Look::Flag flag, bool on) {
    const auto bit = static_cast<std::uint16_t>(flag);
    set = static_cast<std::uint16_t>(on ? set | bit : set & ~bit);
    clear = static_cast<std::uint16_t>(on ? clear & ~bit : clear | bit);
  }

  Look applied_to(Look look) const {
    const std::uint32_t flags = (look.flags & ~std::uint32_t{clear}) | set;
    std::uint32_t result_size = look.size;
    if (size_kind == Size::absolute) result_size = size;
    if (size_kind == Size::percent) result_size = std::min<std::uint32_t>(result_size * size / 100, 20000);
    // As one number: what is stored in two parts and loaded as a whole right behind, as looks are, makes the load wait.
    return std::bit_cast<Look>(std::endian::native == std::endian::little ? flags | result_size << 16
                                                                          : flags << 16 | result_size);
  }
};

}  // namespace weir::html
