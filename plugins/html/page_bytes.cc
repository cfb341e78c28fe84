#include "html/page_bytes.h"

#include <algorithm>
#include <utility>

namespace weir::html {

PageBytes::PageBytes(const Content& content) : stream_(content), window_(stream_.next()) {
  begin(content, encoding_of(window_));
}

PageBytes::PageBytes(const Content& content, PageEncoding encoding) : stream_(content), window_(stream_.next()) {
  begin(content, encoding);
}

void PageBytes::begin(const Content& content, PageEncoding encoding) {
  encoding_ = encoding;
  if (encoding.charset->converter != nullptr) converter_.emplace(*encoding.charset);
  window_.remove_prefix(std::min(encoding.mark_bytes, window_.size()));
  source_offset_ = content.source_range().begin + encoding.mark_bytes;
  offset_ = origin_ = converted() ? 0 : source_offset_;
}

Encoding PageBytes::encoding() const {
  return encoding_.charset == &windows_1252_charset() ? Encoding::windows_1252 : Encoding::utf8;
}

std::string_view PageBytes::next() {
  offset_ += piece_bytes_;
  const std::string_view piece = converted() ? next_converted() : next_window();
  piece_bytes_ = piece.size();
  return piece;
}

std::string_view PageBytes::next_window() {
  if (window_.empty()) return stream_.next();
  return std::exchange(window_, {});
}

// Bytes may give nothing, where they hold only the beginning of a character.
std::string_view PageBytes::next_converted() {
  std::string_view utf8;
  while (utf8.empty() && !ended_) {
    if (window_.empty()) window_ = stream_.next();
    const std::string_view bytes = window_.substr(0, Converter::kMaxPieceBytes);
    window_.remove_prefix(bytes.size());
    ended_ = bytes.empty();
    utf8 = converter_->convert(bytes, source_offset_, ended_);
    source_offset_ += bytes.size();
  }
  return utf8;
}

}  // namespace weir::html
