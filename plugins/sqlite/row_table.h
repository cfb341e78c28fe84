// The table that takes the rows: its columns, and behind them four of weir's own that say where a row comes from.
//
//   weir_batch   the batch that wrote it
//   weir_entry   the source document: its entry in the listing, and its ordinal within it
//   weir_ordinal
//   weir_record  the how-manieth record of its source document, from 0
//
// The last three are the row's place: no two rows have the same, and ordered by them rows are in source order.
//
// Columns that are not declared are added, without a type, as records bring them. settle() then gives them the order of
// their names and the types that their values have, so that nothing shows in which order batches came.
//
// With a key, of rows that have the same the one whose place is last is in the table; the others wait in a table of
// weir's own until it goes.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <weir/database.h>

#include "sqlite/column.h"
#include "sqlite/connection.h"
#include "sqlite/inserter.h"

namespace weir::sqlite {

struct TableShape {
  std::string name;
  std::vector<Column> columns;   // empty: inferred
  std::vector<std::string> key;  // names of columns; may be empty
  std::size_t rows_per_statement = 0;
};

class RowTable {
 public:
  RowTable(const Connection& connection, TableShape shape);

  bool exists() const;

  // All that follows is within a transaction.
  void create();
  void drop() const;
  // Before anything else, on a table that is there. After a transaction that was rolled back, too.
  void open();

  void insert(std::uint64_t batch, std::span<const DocumentRecords> documents);
  void erase(std::uint64_t batch, std::uint64_t first_entry, std::uint64_t last_entry);
  // Gives inferred columns their order and types.
  void settle();

 private:
  bool is_inferred() const { return shape_.columns.empty(); }
  std::string column_list(const std::vector<Column>& columns) const;
  std::string definition(const std::string& name, const std::vector<Column>& columns) const;
  std::string match_key(const std::string& left, const std::string& right) const;
  void create_key() const;
  void create_triggers() const;
  std::vector<Column> stored_columns() const;
  std::vector<Column> settled_columns() const;
  void rebuild(std::vector<Column> columns);
  void loosen();
  void add_missing_columns(std::span<const DocumentRecords> documents);
  void erase_earlier_rows_of(std::span<const DocumentRecords> documents);
  void erase_where(const std::string& condition, std::span<const std::uint64_t> values);
  Inserter& inserter();
  std::vector<Cell> read_row(class RecordReader& reader) const;
  std::optional<std::size_t> find_column(std::string_view name) const;

  const Connection& connection_;
  const TableShape shape_;
  const std::string table_;     // quoted
  const std::string shadowed_;  // quoted: rows whose key a later row has
  std::vector<Column> columns_;
  std::optional<Inserter> inserter_;
};

}  // namespace weir::sqlite
