// Reads squeezed text, piece by piece, from its beginning.
#pragma once

#include <cstddef>
#include <string_view>

namespace weir::sec {

// The length of the symbol at `at`: a dash, a bullet, a box, an arrow of U+2010 to U+2BFF; 0 where there is none.
// Quotation marks are none.
std::size_t symbol_length(std::string_view text, std::size_t at);

class HeadingCursor {
 public:
  explicit HeadingCursor(std::string_view text) : text_(text) {}

  std::size_t at() const { return at_; }
  void go_to(std::size_t at) { at_ = at < text_.size() ? at : text_.size(); }
  std::string_view rest() const { return text_.substr(at_); }
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  bool take(std::string_view word);
  // Takes symbols, and ASCII punctuation of the given kinds. Returns what was taken.
  std::string_view take_punctuation(std::string_view kinds);

 private:
  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace weir::sec
