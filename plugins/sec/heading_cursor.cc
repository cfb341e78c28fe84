#include "sec/heading_cursor.h"

namespace weir::sec {

std::size_t symbol_length(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
  if (byte(at) == 0xC2 && byte(at + 1) == 0xB7) return 2;  // a dot in the middle
  if (byte(at) != 0xE2 || byte(at + 1) < 0x80 || byte(at + 1) > 0xAF || byte(at + 2) == 0) return 0;
  const bool is_quote = byte(at + 1) == 0x80 && byte(at + 2) >= 0x98 && byte(at + 2) <= 0x9F;
  return is_quote ? 0 : 3;
}

bool HeadingCursor::take(std::string_view word) {
  if (!rest().starts_with(word)) return false;
  at_ += word.size();
  return true;
}

std::string_view HeadingCursor::take_punctuation(std::string_view kinds) {
  const std::size_t begin = at_;
  while (at_ < text_.size()) {
    const bool is_kind = kinds.find(text_[at_]) != std::string_view::npos;
    const std::size_t length = is_kind ? 1 : symbol_length(text_, at_);
    if (length == 0) break;
    at_ += length;
  }
  return text_.substr(begin, at_ - begin);
}

}  // namespace weir::sec
