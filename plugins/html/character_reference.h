// Character references: `&eacute;`, `&#233;`, `&#xE9;`, after the HTML standard, section 13.2.5.72 and following.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "html/bytes.h"

namespace weir::html {

// What a named reference stands for: one or two code points as UTF-8.
struct NamedReference {
  std::array<char, 6> bytes{};
  std::uint8_t size = 0;
  bool without_semicolon = false;  // also read where the semicolon is missing

  std::string_view text() const { return {bytes.data(), size}; }
};

// The longest name that there is, without its semicolon, and the longest that is read without one.
inline constexpr std::size_t kMaxReferenceName = 31;
inline constexpr std::size_t kMaxReferenceNameWithoutSemicolon = 6;

// The reference of exactly this name (no ampersand, no semicolon), else null.
const NamedReference* find_named_reference(std::string_view name);

// The longest reference at the beginning of `run`, which is all letters and digits that follow an ampersand and then,
// where there is one, a semicolon. `length` is what it takes of the run; null where nothing matches.
struct NamedMatch {
  const NamedReference* reference = nullptr;
  std::size_t length = 0;
};
NamedMatch match_named_reference(std::string_view run);

// The value of a digit, or -1.
constexpr int digit_value(char c, bool hexadecimal) {
  if (is_digit(c)) return c - '0';
  const char lower = to_lower(c);
  return hexadecimal && lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// Numbers beyond Unicode stay beyond it, however many digits follow.
constexpr std::uint32_t add_digit(std::uint32_t number, int digit, bool hexadecimal) {
  if (number > 0x10FFFF) return number;
  return number * (hexadecimal ? 16 : 10) + static_cast<std::uint32_t>(digit);
}

// The code point that a number stands for: windows-1252 for 128 to 159, U+FFFD for zero, surrogates and what lies
// beyond Unicode.
char32_t numeric_reference(std::uint32_t number);

// Windows-1252 as the encoding standard defines it: bytes without a character stand for themselves.
char32_t windows_1252(unsigned char byte);

// Appends UTF-8 and returns its length in bytes.
std::size_t append_utf8(char32_t code_point, std::string& out);

// The reference that begins with the ampersand of `text`, where it is one of the plain kind: a decimal number or a
// name, ended by a semicolon. All others have length 0 and are left to ReferenceReader.
class WholeReference {
 public:
  explicit WholeReference(std::string_view text);

  std::uint64_t length() const { return length_; }
  std::string_view decoded() const { return {bytes_, size_}; }

 private:
  void read_number(std::string_view text);
  void read_name(std::string_view text);

  std::uint64_t length_ = 0;
  char bytes_[sizeof(NamedReference::bytes)];
  std::size_t size_ = 0;
};

// Puts U+FFFD in the place of each NUL.
void replace_nul(std::string& text);

// The value of an attribute from its bytes in the source: references decoded (an unfinished one before a letter, a
// digit or `=` is text), line ends normalised, NUL replaced. Where there is nothing to do this is `raw` itself, else a
// view of `scratch`.
std::string_view attribute_value(std::string_view raw, std::string& scratch);

}  // namespace weir::html
