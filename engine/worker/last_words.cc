#include "worker/last_words.h"

#include <weir/utf8.h>

namespace weir::worker {
namespace {

bool is_control(char32_t value) { return value < 0x20 || (value >= 0x7F && value < 0xA0); }

bool is_continuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

}  // namespace

std::string as_lines(std::string_view bytes) {
  while (!bytes.empty() && is_continuation(bytes.front())) bytes.remove_prefix(1);
  std::string lines;
  for (std::size_t at = 0; at < bytes.size();) {
    const CodePoint point = code_point_at(bytes, at);
    const bool ends_line = point.value == '\n' || (point.value == '\r' && bytes.substr(at + 1, 1) != "\n");
    if (ends_line) {
      lines += '\n';
    } else if (!point.valid || (is_control(point.value) && point.value != '\t' && point.value != '\r')) {
      lines += '?';
    } else if (point.value != '\r') {
      lines += bytes.substr(at, point.length);
    }
    at += point.length;
  }
  lines.erase(lines.find_last_not_of("\n\t ") + 1);
  return lines;
}

}  // namespace weir::worker
