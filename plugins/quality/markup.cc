#include "quality/markup.h"

#include <algorithm>
#include <array>

namespace weir::quality {
namespace {

// References that are left behind in practice: what is shorter could be a company's name with a semicolon behind it.
constexpr std::array<std::string_view, 31> kReferences{
    "amp",  "apos",   "bull",  "cent",  "copy",  "deg",   "emsp",  "ensp",   "euro",  "frac12", "ge",
    "gt",   "hellip", "ldquo", "le",    "lsquo", "lt",    "mdash", "middot", "minus", "nbsp",   "ndash",
    "para", "pound",  "quot",  "rdquo", "reg",   "rsquo", "sect",  "shy",    "trade"};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_name_character(char c) { return is_letter(c) || is_digit(c) || c == ':' || c == '-' || c == '_'; }
bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n'; }

template <typename Predicate>
std::size_t skip(std::string_view text, std::size_t at, Predicate predicate) {
  while (at < text.size() && predicate(text[at])) ++at;
  return at;
}

// The length of the tag or comment that begins with the text's first character, '<'; 0 where none does.
std::size_t tag_length(std::string_view text) {
  if (text.starts_with("<!--")) return 4;
  std::size_t at = text.starts_with("</") || text.starts_with("<!") ? 2 : 1;
  if (at >= text.size() || !is_letter(text[at])) return 0;
  at = skip(text, at, is_name_character);
  if (at < text.size() && !is_space(text[at]) && text[at] != '>' && text[at] != '/') return 0;
  const std::size_t end = text.find_first_of("<>", at);
  return end == std::string_view::npos || text[end] == '<' ? 0 : end + 1;
}

// The same for a character reference, which begins with '&'.
std::size_t reference_length(std::string_view text) {
  std::size_t at = 1;
  if (text.starts_with("&#")) {
    const bool hexadecimal = text.size() > 2 && (text[2] == 'x' || text[2] == 'X');
    const std::size_t digits = hexadecimal ? 3 : 2;
    at = skip(text, digits, [hexadecimal](char c) {
      return is_digit(c) || (hexadecimal && ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')));
    });
    return at > digits && at < text.size() && text[at] == ';' ? at + 1 : 0;
  }
  at = skip(text, at, [](char c) { return is_letter(c) || is_digit(c); });
  const bool known = std::binary_search(kReferences.begin(), kReferences.end(), text.substr(1, at - 1));
  return known && at < text.size() && text[at] == ';' ? at + 1 : 0;
}

}  // namespace

std::string_view find_markup(std::string_view text) {
  for (std::size_t at = text.find_first_of("<&"); at != std::string_view::npos; at = text.find_first_of("<&", at + 1)) {
    const std::string_view rest = text.substr(at);
    const std::size_t length = rest.front() == '<' ? tag_length(rest) : reference_length(rest);
    if (length > 0) return rest.substr(0, length);
  }
  return {};
}

}  // namespace weir::quality
