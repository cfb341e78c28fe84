#include "cli/csv.h"

#include <string_view>

#include "cli/json.h"

namespace weir::cli {
namespace {

void append(std::string& line, std::string_view text) {
  if (!line.empty()) line += ',';
  // An empty value at the beginning stands in quotes, so that it is not taken for none.
  const bool begins_empty = line.empty() && text.empty();
  if (!begins_empty && text.find_first_of(",\"\r\n") == std::string_view::npos) {
    line += text;
    return;
  }
  line += '"';
  for (const char c : text) line.append(c == '"' ? 2 : 1, c);
  line += '"';
}

std::string text_of(const Value& value) {
  if (value.is_null()) return "";
  return value.string() ? *value.string() : to_json(value);
}

}  // namespace

std::string csv_header(const Table& table) {
  std::string line;
  for (const auto& [key, value] : table) append(line, key);
  return line + "\r\n";
}

std::string csv_row(const Table& table) {
  std::string line;
  for (const auto& [key, value] : table) append(line, text_of(value));
  return line + "\r\n";
}

}  // namespace weir::cli
