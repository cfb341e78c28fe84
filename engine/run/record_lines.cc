#include "run/record_lines.h"

#include <vector>

namespace weir::run {

std::optional<RecordLines> find_record(
    const std::function<std::size_t(std::uint64_t offset, std::span<char> into)>& read, bool quoted,
    std::uint64_t line) {
  std::vector<char> window(std::size_t{1} << 20);
  RecordLines record;
  bool in_quotes = false;
  std::uint64_t offset = 0;
  while (const std::size_t count = read(offset, window)) {
    for (std::size_t i = 0; i < count; ++i) {
      if (quoted && window[i] == '"') in_quotes = !in_quotes;
      if (window[i] != '\n') continue;
      if (in_quotes) {
        ++record.last_line;
        continue;
      }
      record.end = offset + i + 1;
      if (record.last_line >= line) return record;
      record = {record.last_line + 1, record.last_line + 1, record.end, record.end};
    }
    offset += count;
  }
  record.end = offset;  // a last record without a line break
  if (record.begin < record.end && record.first_line <= line && line <= record.last_line) return record;
  return std::nullopt;
}

}  // namespace weir::run
