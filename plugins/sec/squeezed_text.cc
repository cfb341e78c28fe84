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

SqueezedText::SqueezedText(std::string_view text, std::size_t most) : end_(std::min(text.size(), most)) {
  bytes_.reserve(end_);
  offsets_.reserve(end_);
  for (std::size_t at = 0; at < end_;) {
    if (const std::size_t length = space_length(text, at); length > 0) {
      at += length;
      continue;
    }
    bytes_ += lower(text[at]);
    offsets_.push_back(at);
    ++at;
  }
}

std::string squeeze(std::string_view text) { return std::string(SqueezedText(text).view()); }

}  // namespace weir::sec
