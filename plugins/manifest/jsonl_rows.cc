#include "manifest/jsonl_rows.h"

#include <algorithm>
#include <utility>

#include "json/read_value.h"

namespace weir::manifest {
namespace {

void read_line(std::string_view line, const Place& place, std::vector<Row>& rows, Faults& faults) {
  Value value;
  std::string error;
  if (!json::read_value(line, value, error)) {
    faults.add(place, error);
  } else if (!value.table()) {
    faults.add(place, "a line must be a table, as in {\"path\": \"a.txt\"}");
  } else {
    rows.push_back({place, *value.table()});
  }
}

}  // namespace

std::vector<Row> read_jsonl(std::string_view text, const std::string& file, Faults& faults) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  std::vector<Row> rows;
  std::size_t number = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    ++number;
    if (line.find_first_not_of(" \t\r") != std::string_view::npos) read_line(line, {file, number}, rows, faults);
  }
  return rows;
}

}  // namespace weir::manifest
