#include "files/name.h"

#include <algorithm>

#include <weir/utf8.h>

namespace weir::files {
namespace {

void append_escaped(std::string& text, std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    text += '%';
    text += kDigits[byte >> 4];
    text += kDigits[byte & 15];
  }
}

// As nearly all are: it stands for itself.
bool is_plain(char c) { return c >= 0x20 && c < 0x7F && c != '%'; }

bool is_hexadecimal(char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f'); }

}  // namespace

std::string path_text(std::string_view name) {
  const auto first = std::find_if_not(name.begin(), name.end(), is_plain);
  std::string text(name.begin(), first);
  for (auto at = static_cast<std::size_t>(first - name.begin()); at < name.size();) {
    const CodePoint point = code_point_at(name, at);
    const std::string_view bytes = name.substr(at, point.length);
    const bool control = point.value < 0x20 || (point.value >= 0x7F && point.value < 0xA0);
    const bool like_escape =
        point.value == '%' && at + 2 < name.size() && is_hexadecimal(name[at + 1]) && is_hexadecimal(name[at + 2]);
    if (!point.valid || control || like_escape) {
      append_escaped(text, bytes);
    } else {
      text.append(bytes);
    }
    at += point.length;
  }
  return text;
}

}  // namespace weir::files
