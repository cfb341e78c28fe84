#include "command/last_line.h"

#include <weir/utf8.h>

namespace weir::command {
namespace {

constexpr std::string_view kBlank = " \t\r\n";

// Control characters would move a terminal's cursor, or colour what comes after.
std::string printable(std::string_view line) {
  std::string text;
  for (std::size_t at = 0; at < line.size();) {
    const CodePoint point = code_point_at(line, at);
    const bool control = point.value < 0x20 || (point.value >= 0x7F && point.value < 0xA0);
    append_utf8(text, control ? U' ' : point.value);
    at += point.length;
  }
  return text;
}

}  // namespace

void LastLine::add(std::string_view bytes) {
  if (bytes.size() > kKept) bytes.remove_prefix(bytes.size() - kKept);
  kept_ += bytes;
  if (kept_.size() > kKept) kept_.erase(0, kept_.size() - kKept);
}

std::string LastLine::text() const {
  std::string_view line = kept_;
  const std::size_t last = line.find_last_not_of(kBlank);
  if (last == std::string_view::npos) return "";
  line = line.substr(0, last + 1);
  const std::size_t before = line.find_last_of("\r\n");
  if (before != std::string_view::npos) line.remove_prefix(before + 1);
  return printable(line.substr(0, kLongest));
}

}  // namespace weir::command
