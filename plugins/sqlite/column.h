// A column of the table: what it is called, which field of a document fills it, and of what type it is.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <weir/value.h>

namespace weir::sqlite {

// The types of SQLite's strict tables that values of documents can have.
enum class ColumnType : std::uint8_t { any, integer, real, text };

std::string_view to_sql(ColumnType type);

// The field that stands for the text of a document.
constexpr std::string_view kTextField = "text";

struct Column {
  std::string name;
  std::string field;
  ColumnType type = ColumnType::any;

  bool operator==(const Column&) const = default;
};

// Reads `columns` of the graph: tables of `name`, `field` (the name, unless it is given) and `type` (any, unless it is
// given). Throws std::invalid_argument with what is wrong.
std::vector<Column> read_columns(const std::vector<Table>& declared);

// SQLite takes names that differ only in the case of ASCII letters for one.
std::string folded(std::string_view name);

// Whether weir or SQLite keeps the name for itself.
bool is_reserved(std::string_view name);

// As SQL writes an identifier, whatever characters it has.
std::string quoted_name(std::string_view name);

}  // namespace weir::sqlite
