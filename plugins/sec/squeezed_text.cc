#include "sec/squeezed_text.h"

#include <algorithm>

#include "sec/ascii.h"

namespace weir::sec {

std::size_t space_length(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
  const unsigned first = byte(at);
  if (first < 0x80) return at < text.size() && is_space(text[at]) ? 1 : 0;
  if (first == 0xC2) return byte(at + 1) == 0xA0 || byte(at + 1) == 0xAD ? 2 : 0;
  if (first == 0xE2 && byte(at + 1) == 0x80) {
    // U+2000 to U+200B are spaces, U+202F is a narrow no-break space, U+2028 and U+2029 separate lines.
    const unsigned last = byte(at + 2);
    return (last >= 0x80 && last <= 0x8B) || last == 0xAF || last == 0xA8 || last == 0xA9 ? 3 : 0;
  }
  if (first == 0xE3 && byte(at + 1) == 0x80 && byte(at + 2) == 0x80) return 3;  // U+3000
  if (first == 0xEF && byte(at + 1) == 0xBB && byte(at + 2) == 0xBF) return 3;  // U+FEFF
  return 0;
}

namespace {

// Calls take(byte, offset) for each byte of text[0, end) that is not white space, in lower case.
template <typename Take>
void for_each_visible_byte(std::string_view text, std::size_t end, Take take) {
  for (std::size_t at = 0; at < end;) {
    const char c = text[at];
    const bool is_ascii = static_cast<unsigned char>(c) < 0x80;
    const std::size_t space = is_ascii ? (is_space(c) ? 1 : 0) : space_length(text, at);
    if (space == 0) take(lower(c), at);
    at += space == 0 ? 1 : space;
  }
}

}  // namespace

SqueezedText::SqueezedText(std::string_view text, std::size_t most)
    : end_(std::min({text.size(), most, std::size_t{UINT32_MAX}})) {
  bytes_.resize(end_);
  offsets_.resize(end_);
  std::size_t size = 0;
  for_each_visible_byte(text, end_, [this, &size](char c, std::size_t at) {
    bytes_[size] = c;
    offsets_[size++] = static_cast<std::uint32_t>(at);
  });
  bytes_.resize(size);
  offsets_.resize(size);
}

std::string squeeze(std::string_view text) {
  std::string bytes(text.size(), '\0');
  std::size_t size = 0;
  for_each_visible_byte(text, text.size(), [&](char c, std::size_t) { bytes[size++] = c; });
  bytes.resize(size);
  return bytes;
}

}  // namespace weir::sec
