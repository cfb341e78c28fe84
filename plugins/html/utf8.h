// Single characters of UTF-8, as they are found in bytes that claim to be text.
#pragma once

#include <cstddef>
#include <string_view>

namespace weir::html {

// What begins with a byte of 0x80 or above.
enum class Utf8Status { valid, invalid, unfinished };

struct Utf8Character {
  Utf8Status status = Utf8Status::invalid;
  std::size_t length = 1;
};

// Looks at the first character of `bytes`, which is not empty; unfinished where the bytes end inside of one. Overlong
// forms, surrogates and what lies beyond Unicode are invalid.
constexpr Utf8Character first_character(std::string_view bytes) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return {Utf8Status::valid, 1};
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4) return {};
  for (std::size_t i = 1; i < length; ++i) {
    if (i == bytes.size()) return {Utf8Status::unfinished, i};
    const unsigned char lowest = i != 1 ? 0x80 : lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    const unsigned char highest = i != 1 ? 0xBF : lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (byte(i) < lowest || byte(i) > highest) return {};
  }
  return {Utf8Status::valid, length};
}

}  // namespace weir::html
