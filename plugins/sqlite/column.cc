#include "sqlite/column.h"

#include <algorithm>
#include <stdexcept>

namespace weir::sqlite {
namespace {

ColumnType type_named(const std::string& name) {
  for (const ColumnType type : {ColumnType::any, ColumnType::integer, ColumnType::real, ColumnType::text}) {
    if (folded(to_sql(type)) == name) return type;
  }
  throw std::invalid_argument("`type` must be one of any, integer, real, text, not `" + name + "`");
}

const std::string& string_of(const std::string& key, const Value& value) {
  const std::string* text = value.string();
  if (!text || text->empty()) throw std::invalid_argument("`" + key + "` must be a string that is not empty");
  return *text;
}

Column read_column(const Table& declared) {
  Column column;
  for (const auto& [key, value] : declared) {
    if (key == "name") {
      column.name = string_of(key, value);
    } else if (key == "field") {
      column.field = string_of(key, value);
    } else if (key == "type") {
      column.type = type_named(string_of(key, value));
    } else {
      throw std::invalid_argument("`" + key + "` is unknown: a column has `name`, `field` and `type`");
    }
  }
  if (column.name.empty()) throw std::invalid_argument("`name` is missing");
  if (is_reserved(column.name)) throw std::invalid_argument("`" + column.name + "` is a name that weir keeps");
  if (column.name.find('\0') != std::string::npos) throw std::invalid_argument("`name` has a NUL");
  if (column.field.empty()) column.field = column.name;
  return column;
}

}  // namespace

std::string_view to_sql(ColumnType type) {
  switch (type) {
    case ColumnType::any:
      return "ANY";
    case ColumnType::integer:
      return "INTEGER";
    case ColumnType::real:
      return "REAL";
    case ColumnType::text:
      return "TEXT";
  }
  return "ANY";
}

std::vector<Column> read_columns(const std::vector<Table>& declared) {
  std::vector<Column> columns;
  for (std::size_t i = 0; i < declared.size(); ++i) {
    try {
      Column column = read_column(declared[i]);
      const auto same = [&](const Column& other) { return folded(other.name) == folded(column.name); };
      if (std::any_of(columns.begin(), columns.end(), same)) {
        throw std::invalid_argument("there are two columns `" + column.name + "`");
      }
      columns.push_back(std::move(column));
    } catch (const std::invalid_argument& error) {
      throw std::invalid_argument("column " + std::to_string(i + 1) + ": " + error.what());
    }
  }
  return columns;
}

std::string folded(std::string_view name) {
  std::string lower(name);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

bool is_reserved(std::string_view name) {
  const std::string lower = folded(name);
  return lower.starts_with("weir_") || lower.starts_with("sqlite_") || lower == "rowid" || lower == "oid" ||
         lower == "_rowid_";
}

std::string quoted_name(std::string_view name) {
  std::string text = "\"";
  for (const char c : name) {
    if (c == '"') text += '"';
    text += c;
  }
  return text + '"';
}

}  // namespace weir::sqlite
