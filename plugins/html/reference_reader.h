// Reads one character reference in text, byte for byte where the input comes so, from just behind its ampersand.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "html/bytes.h"
#include "html/character_reference.h"

namespace weir::html {

class ReferenceReader {
 public:
  // At the ampersand, which lies at source offset `offset`.
  void begin(std::uint64_t offset) {
    state_ = State::ampersand;
    offset_ = offset;
    length_ = 1;
    number_ = 0;
    size_ = 1;
    kept_[0] = '&';
  }

  // Consumes what belongs to the reference. `ended()` says whether it ended before `end`.
  const char* read(const char* at, const char* end) {
    while (at != end && take(*at)) {
      ++at;
      ++length_;
      if (state_ == State::ended) break;
    }
    return at;
  }

  bool ended() const { return state_ == State::ended; }

  // The reference is complete: hands on what it stands for as reference(decoded, offset, length), and what is none as
  // text(bytes, offset).
  template <class Text, class Reference>
  void resolve(Text&& text, Reference&& reference) {
    if (is_number_) {
      decoded_.clear();
      append_utf8(numeric_reference(number_), decoded_);
      reference(std::string_view(decoded_), offset_, length_);
    } else {
      resolve_name(text, reference);
    }
    is_number_ = false;
  }

 private:
  enum class State : std::uint8_t { ampersand, name, number_sign, hexadecimal_sign, decimal, hexadecimal, ended };

  // Whether `c` belongs to the reference; where it does not, the reference has ended.
  bool take(char c) {
    switch (state_) {
      case State::ampersand:
        if (c == '#') return keep(c, State::number_sign);
        return is_alphanumeric(c) ? keep(c, State::name) : stop();
      case State::name:
        if (c == ';') return keep(c, State::ended);
        return is_alphanumeric(c) && size_ <= kMaxReferenceName ? keep(c, State::name) : stop();
      case State::number_sign:
        if (to_lower(c) == 'x') return keep(c, State::hexadecimal_sign);
        return is_digit(c) ? add(c, State::decimal) : stop();
      case State::hexadecimal_sign:
        return digit_value(c, true) >= 0 ? add(c, State::hexadecimal) : stop();
      case State::decimal:
      case State::hexadecimal:
        if (c == ';') {
          state_ = State::ended;
          return true;
        }
        return digit_value(c, state_ == State::hexadecimal) >= 0 ? add(c, state_) : stop();
      case State::ended:
        break;
    }
    return false;
  }

  bool keep(char c, State next) {
    kept_[size_++] = c;
    state_ = next;
    return true;
  }

  bool add(char c, State next) {
    const bool hexadecimal = next == State::hexadecimal;
    number_ = add_digit(number_, digit_value(c, hexadecimal), hexadecimal);
    is_number_ = true;
    state_ = next;
    return true;
  }

  bool stop() {
    state_ = State::ended;
    return false;
  }

  template <class Text, class Reference>
  void resolve_name(Text& text, Reference& reference) {
    const std::string_view kept(kept_, size_);
    const NamedMatch match = match_named_reference(kept.substr(1));
    if (match.reference == nullptr) return text(kept, offset_);
    reference(match.reference->text(), offset_, match.length + 1);
    const std::string_view rest = kept.substr(match.length + 1);
    if (!rest.empty()) text(rest, offset_ + match.length + 1);
  }

  State state_ = State::ended;
  bool is_number_ = false;
  char kept_[kMaxReferenceName + 3];  // ampersand, name and semicolon; of a number only what precedes its digits
  std::size_t size_ = 0;
  std::uint32_t number_ = 0;
  std::uint64_t offset_ = 0;
  std::uint64_t length_ = 0;
  std::string decoded_;
};

}  // namespace weir::html
