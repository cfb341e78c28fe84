#include "json/quote.h"

#include <weir/utf8.h>

namespace weir::json {
namespace {

bool is_plain(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x20 && byte < 0x7F && c != '"' && c != '\\';
}

void append_escape(std::string& json, char32_t value) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  switch (value) {
    case '"':
      json += "\\\"";
      return;
    case '\\':
      json += "\\\\";
      return;
    case '\n':
      json += "\\n";
      return;
    case '\r':
      json += "\\r";
      return;
    case '\t':
      json += "\\t";
      return;
    default:
      json += "\\u";
      for (int shift = 12; shift >= 0; shift -= 4) json += kDigits[value >> shift & 15];
  }
}

}  // namespace

void append_quoted(std::string& json, std::string_view text) {
  json.reserve(json.size() + text.size() + 2);
  json += '"';
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && is_plain(text[end])) ++end;
    json.append(text.substr(at, end - at));
    if (end == text.size()) break;
    const CodePoint point = code_point_at(text, end);
    const bool escaped = point.value < 0xA0 || point.value == 0x2028 || point.value == 0x2029;
    if (escaped) {
      append_escape(json, point.value);
    } else if (point.valid) {
      json.append(text.substr(end, point.length));
    } else {
      append_utf8(json, point.value);
    }
    at = end + point.length;
  }
  json += '"';
}

}  // namespace weir::json
