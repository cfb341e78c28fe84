// Code points and words of UTF-8 text.
//
// A word is a longest run of characters that are not white space; a no-break space is white space. Bytes that are not
// UTF-8 are read as U+FFFD, one for each longest start of a sequence, as the Unicode Standard recommends (section 3.9).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace weir {

struct CodePoint {
  char32_t value = 0;
  std::size_t length = 1;  // bytes
  bool valid = true;       // false: `value` is U+FFFD and stands for `length` bytes that are not UTF-8
};

// The code point that begins at text[at]; `at` must be less than the size.
inline CodePoint code_point_at(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(at);
  if (lead < 0x80) return {lead, 1, true};
  const CodePoint broken{0xFFFD, 1, false};
  if (lead < 0xC2 || lead > 0xF4) return broken;
  const std::size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  // The second byte's bounds keep out overlong forms, surrogates and what lies beyond U+10FFFF.
  const unsigned char lowest = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  const unsigned char highest = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  char32_t value = lead & (0x7F >> length);
  for (std::size_t i = 1; i < length; ++i) {
    const bool good =
        at + i < text.size() && byte(at + i) >= (i == 1 ? lowest : 0x80) && byte(at + i) <= (i == 1 ? highest : 0xBF);
    if (!good) return {0xFFFD, i, false};
    value = value << 6 | (byte(at + i) & 0x3F);
  }
  return {value, length, true};
}

// The offset of the first byte that is not UTF-8; the size of the text where there is none.
inline std::size_t first_invalid_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = code_point_at(text, at);
    if (!point.valid) return at;
    at += point.length;
  }
  return text.size();
}

inline void append_utf8(std::string& text, char32_t value) {
  if (value < 0x80) {
    text += static_cast<char>(value);
    return;
  }
  const int tail = value < 0x800 ? 1 : value < 0x10000 ? 2 : 3;
  text += static_cast<char>((0xFF00 >> (tail + 1) & 0xFF) | value >> (6 * tail));
  for (int i = tail - 1; i >= 0; --i) text += static_cast<char>(0x80 | (value >> (6 * i) & 0x3F));
}

// The property White_Space of the Unicode Character Database.
constexpr bool is_white_space(char32_t value) {
  return value == ' ' || (value >= '\t' && value <= '\r') || value == 0x85 || value == 0xA0 || value == 0x1680 ||
         (value >= 0x2000 && value <= 0x200A) || value == 0x2028 || value == 0x2029 || value == 0x202F ||
         value == 0x205F || value == 0x3000;
}

inline std::size_t count_code_points(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); ++count) at += code_point_at(text, at).length;
  return count;
}

// Calls visit(begin, end) for each word, in order.
template <typename Visit>
void for_each_word(std::string_view text, Visit&& visit) {
  std::size_t begin = std::string_view::npos;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = code_point_at(text, at);
    const bool space = is_white_space(point.value);
    if (space && begin != std::string_view::npos) {
      visit(begin, at);
      begin = std::string_view::npos;
    } else if (!space && begin == std::string_view::npos) {
      begin = at;
    }
    at += point.length;
  }
  if (begin != std::string_view::npos) visit(begin, text.size());
}

inline std::size_t count_words(std::string_view text) {
  std::size_t count = 0;
  for_each_word(text, [&](std::size_t, std::size_t) { ++count; });
  return count;
}

}  // namespace weir
