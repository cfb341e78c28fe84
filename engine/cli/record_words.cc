#include "cli/record_words.h"

#include "cli/json.h"

namespace weir::cli {
namespace {

// The cells of a row, quotes taken off.
std::vector<std::string> cells_of(const std::string& row, char separator) {
  std::vector<std::string> cells(1);
  bool in_quotes = false;
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (row[i] == '"') {
      if (in_quotes && i + 1 < row.size() && row[i + 1] == '"') {
        cells.back() += row[++i];
      } else {
        in_quotes = !in_quotes;
      }
    } else if (row[i] == separator && !in_quotes) {
      cells.emplace_back();
    } else if (in_quotes || (row[i] != '\r' && row[i] != '\n')) {
      cells.back() += row[i];
    }
  }
  return cells;
}

// A row as the table that a line of JSON would be.
Table table_of_row(const run::OutputOrigin& origin) {
  Table table;
  const std::optional<Value> fields = from_json(origin.fields);
  const std::vector<std::string> cells = cells_of(origin.text, origin.separator);
  if (!fields || !fields->list() || fields->list()->size() != cells.size()) return table;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const std::string* name = (*fields->list())[i].string();
    if (!name) continue;
    const std::optional<Value> value = name->starts_with("source_range") ? from_json(cells[i]) : Value(cells[i]);
    table.set(*name, value.value_or(Value()));
  }
  return table;
}

void add_range(const Value& value, std::vector<Range>& ranges) {
  const List* bounds = value.list();
  if (!bounds || bounds->size() != 2) return;
  const std::int64_t* begin = (*bounds)[0].integer();
  const std::int64_t* end = (*bounds)[1].integer();
  if (begin && end && 0 <= *begin && *begin <= *end) {
    ranges.push_back({static_cast<std::uint64_t>(*begin), static_cast<std::uint64_t>(*end)});
  }
}

}  // namespace

RecordWords words_of(const run::OutputOrigin& origin) {
  RecordWords words;
  if (origin.is_header) return words;
  const std::optional<Value> value =
      origin.stage == "csv" ? std::optional<Value>(table_of_row(origin)) : from_json(origin.text);
  const Table* record = value ? value->table() : nullptr;
  if (!record) return words;
  const Value* id = record->find("id");
  if (id && id->string()) words.id = *id->string();
  const Value* path = record->find("source_path");
  if (path && path->string()) words.path = *path->string();
  const Value* ranges = record->find("source_ranges");
  if (ranges && ranges->list()) {
    for (const Value& range : *ranges->list()) add_range(range, words.ranges);
  }
  const Value* range = record->find("source_range");
  if (words.ranges.empty() && range) add_range(*range, words.ranges);
  return words;
}

}  // namespace weir::cli
