#include "sqlite/row_table.h"

#include <algorithm>
#include <array>
#include <utility>

#include "sqlite/record.h"

namespace weir::sqlite {
namespace {

const std::string kPlaceColumns = "weir_entry, weir_ordinal, weir_record";
const std::string kOwnColumns = "weir_batch, " + kPlaceColumns;
constexpr std::size_t kOwnColumnCount = 4;

std::string place(const std::string& of) {
  return "(" + of + ".weir_entry, " + of + ".weir_ordinal, " + of + ".weir_record)";
}

ColumnType type_of(const std::string& sql) {
  for (const ColumnType type : {ColumnType::integer, ColumnType::real, ColumnType::text}) {
    if (to_sql(type) == sql) return type;
  }
  return ColumnType::any;
}

}  // namespace

RowTable::RowTable(const Connection& connection, TableShape shape)
    : connection_(connection),
      shape_(std::move(shape)),
      table_(quoted_name(shape_.name)),
      shadowed_(quoted_name("weir_shadowed_" + shape_.name)) {}

bool RowTable::exists() const {
  Statement find = connection_.prepare("SELECT 1 FROM main.sqlite_schema WHERE name = ? COLLATE NOCASE");
  const bool found = find.bind(shape_.name).next();
  find.reset();
  return found;
}

void RowTable::create() {
  connection_.execute(definition(table_, shape_.columns));
  if (!shape_.key.empty()) create_key();
}

void RowTable::drop() const {
  Statement find = connection_.prepare("SELECT type FROM main.sqlite_schema WHERE name = ? COLLATE NOCASE");
  const std::string type = find.bind(shape_.name).next() ? find.text(0) : "";
  find.reset();
  connection_.execute((type == "view" ? "DROP VIEW IF EXISTS main." : "DROP TABLE IF EXISTS main.") + table_);
  connection_.execute("DROP TABLE IF EXISTS main." + shadowed_);
}

void RowTable::open() {
  inserter_.reset();
  columns_ = is_inferred() ? stored_columns() : shape_.columns;
  if (!shape_.key.empty()) create_triggers();
}

std::string RowTable::column_list(const std::vector<Column>& columns) const {
  std::string list;
  for (const Column& column : columns) list.append(quoted_name(column.name)).append(", ");
  return list + kOwnColumns;
}

std::string RowTable::definition(const std::string& name, const std::vector<Column>& columns) const {
  std::string sql = "CREATE TABLE main." + name + " (";
  for (const Column& column : columns) sql += quoted_name(column.name) + " " + std::string(to_sql(column.type)) + ", ";
  return sql +
         "weir_batch INTEGER NOT NULL, weir_entry INTEGER NOT NULL, weir_ordinal INTEGER NOT NULL, "
         "weir_record INTEGER NOT NULL, UNIQUE (" +
         kPlaceColumns + ")) STRICT";
}

std::string RowTable::match_key(const std::string& left, const std::string& right) const {
  std::string condition;
  for (const std::string& name : shape_.key) {
    if (!condition.empty()) condition += " AND ";
    condition += left + "." + quoted_name(name) + " = " + right + "." + quoted_name(name);
  }
  return condition;
}

void RowTable::create_key() const {
  std::string names;
  for (const std::string& name : shape_.key) names += (names.empty() ? "" : ", ") + quoted_name(name);
  connection_.execute("CREATE UNIQUE INDEX main." + quoted_name("weir_key_" + shape_.name) + " ON " + table_ + " (" +
                      names + ")");
  connection_.execute(definition(shadowed_, shape_.columns));
  connection_.execute("CREATE INDEX main." + quoted_name("weir_shadowed_key_" + shape_.name) + " ON " + shadowed_ +
                      " (" + names + ")");
}

// They belong to this connection and end with it: what others write into the table is none of our business.
void RowTable::create_triggers() const {
  const std::string all = column_list(columns_);
  std::string values;
  for (const Column& column : columns_) values += "NEW." + quoted_name(column.name) + ", ";
  values += "NEW.weir_batch, NEW.weir_entry, NEW.weir_ordinal, NEW.weir_record";
  const std::string rival = "EXISTS (SELECT 1 FROM " + table_ + " AS t WHERE " + match_key("t", "NEW");
  connection_.execute("CREATE TEMP TRIGGER IF NOT EXISTS weir_comes_before BEFORE INSERT ON main." + table_ + " WHEN " +
                      rival + " AND " + place("t") + " > " + place("NEW") + ") BEGIN INSERT INTO " + shadowed_ + " (" +
                      all + ") VALUES (" + values + "); SELECT RAISE(IGNORE); END");
  connection_.execute("CREATE TEMP TRIGGER IF NOT EXISTS weir_comes_after BEFORE INSERT ON main." + table_ + " WHEN " +
                      rival + " AND " + place("t") + " < " + place("NEW") + ") BEGIN INSERT INTO " + shadowed_ + " (" +
                      all + ") SELECT " + all + " FROM " + table_ + " AS t WHERE " + match_key("t", "NEW") +
                      "; DELETE FROM " + table_ + " WHERE " + match_key(table_, "NEW") + "; END");
  std::string names;
  for (const std::string& name : shape_.key) names += (names.empty() ? "" : ", ") + quoted_name(name);
  connection_.execute("CREATE TEMP TABLE IF NOT EXISTS weir_freed AS SELECT " + names + " FROM main." + table_ +
                      " WHERE 0");
}

std::vector<Column> RowTable::stored_columns() const {
  std::vector<Column> columns;
  Statement read = connection_.prepare("SELECT name, type FROM pragma_table_info(?, 'main') ORDER BY cid");
  read.bind(shape_.name);
  while (read.next()) {
    if (!is_reserved(read.text(0))) columns.push_back({read.text(0), read.text(0), type_of(read.text(1))});
  }
  return columns;
}

std::optional<std::size_t> RowTable::find_column(std::string_view name) const {
  const auto found =
      std::find_if(columns_.begin(), columns_.end(), [&](const Column& column) { return column.name == name; });
  if (found == columns_.end()) return std::nullopt;
  return static_cast<std::size_t>(found - columns_.begin());
}

void RowTable::insert(std::uint64_t batch, std::span<const DocumentRecords> documents) {
  if (documents.empty()) return;
  if (is_inferred()) {
    loosen();
    add_missing_columns(documents);
  }
  erase_earlier_rows_of(documents);
  Inserter& rows = inserter();
  for (const DocumentRecords& document : documents) {
    RecordReader reader(document.bytes);
    for (std::int64_t record = 0; !reader.at_end(); ++record) {
      std::vector<Cell> row = read_row(reader);
      row.emplace_back(static_cast<std::int64_t>(batch));
      row.emplace_back(static_cast<std::int64_t>(document.entry));
      row.emplace_back(static_cast<std::int64_t>(document.ordinal));
      row.emplace_back(record);
      rows.add(row);
    }
  }
  rows.flush();
}

std::vector<Cell> RowTable::read_row(RecordReader& reader) const {
  std::vector<Cell> row(columns_.size());
  row.reserve(columns_.size() + kOwnColumnCount);
  const std::uint32_t values = reader.begin();
  for (std::uint32_t i = 0; i < values; ++i) {
    const std::size_t column = is_inferred() ? find_column(std::get<std::string_view>(reader.value())).value() : i;
    row[column] = reader.value();
  }
  return row;
}

Inserter& RowTable::inserter() {
  if (!inserter_) {
    inserter_.emplace(connection_, "INSERT INTO main." + table_ + " (" + column_list(columns_) + ") VALUES",
                      columns_.size() + kOwnColumnCount, shape_.rows_per_statement);
  }
  return *inserter_;
}

// A value of any type may come now.
void RowTable::loosen() {
  const auto is_loose = [](const Column& column) { return column.type == ColumnType::any; };
  if (std::all_of(columns_.begin(), columns_.end(), is_loose)) return;
  std::vector<Column> loose = columns_;
  for (Column& column : loose) column.type = ColumnType::any;
  rebuild(std::move(loose));
}

void RowTable::add_missing_columns(std::span<const DocumentRecords> documents) {
  for (const DocumentRecords& document : documents) {
    RecordReader reader(document.bytes);
    while (!reader.at_end()) {
      for (std::uint32_t left = reader.begin(); left > 0; --left) {
        const std::string name(std::get<std::string_view>(reader.value()));
        reader.value();
        if (find_column(name)) continue;
        if (columns_.size() + kOwnColumnCount >= static_cast<std::size_t>(connection_.most_columns())) {
          throw DatabaseError(DatabaseError::Kind::refused,
                              "cannot add a column: " + connection_.path() + ": " + shape_.name + ": `" + name +
                                  "`: a table has no more than " + std::to_string(connection_.most_columns()) +
                                  ": name those that are wanted with `columns`");
        }
        connection_.execute("ALTER TABLE main." + table_ + " ADD COLUMN " + quoted_name(name) + " ANY");
        columns_.push_back({name, name, ColumnType::any});
        inserter_.reset();
      }
    }
  }
}

// A document has rows of its own already where it left a batch that was not undone yet.
void RowTable::erase_earlier_rows_of(std::span<const DocumentRecords> documents) {
  const std::string range = "weir_entry BETWEEN ? AND ?";
  std::string sql = "SELECT EXISTS (SELECT 1 FROM main." + table_ + " WHERE " + range + ")";
  if (!shape_.key.empty())
    sql += " OR EXISTS (SELECT 1 FROM main." + shadowed_ + " WHERE weir_entry BETWEEN ?1 AND ?2)";
  Statement any = connection_.prepare(sql);
  const bool found = any.bind(documents.front().entry).bind(documents.back().entry).next() && any.integer(0) != 0;
  any.reset();
  if (!found) return;
  for (const DocumentRecords& document : documents) {
    erase_where("weir_entry = ?1 AND weir_ordinal = ?2", std::array{document.entry, document.ordinal});
  }
}

void RowTable::erase(std::uint64_t batch, std::uint64_t first_entry, std::uint64_t last_entry) {
  erase_where("weir_entry BETWEEN ?1 AND ?2 AND weir_batch = ?3", std::array{first_entry, last_entry, batch});
}

void RowTable::erase_where(const std::string& condition, std::span<const std::uint64_t> values) {
  const auto run = [&](const std::string& sql) {
    Statement statement = connection_.prepare(sql);
    for (const std::uint64_t value : values) statement.bind(value);
    statement.run();
  };
  if (shape_.key.empty()) return run("DELETE FROM main." + table_ + " WHERE " + condition);
  std::string names;
  for (const std::string& name : shape_.key) names += (names.empty() ? "" : ", ") + quoted_name(name);
  run("DELETE FROM main." + shadowed_ + " WHERE " + condition);
  run("INSERT INTO temp.weir_freed SELECT " + names + " FROM main." + table_ + " WHERE " + condition);
  run("DELETE FROM main." + table_ + " WHERE " + condition);
  // Of those that waited for a key the last takes it.
  const std::string all = column_list(columns_);
  connection_.execute("INSERT INTO main." + table_ + " (" + all + ") SELECT " + all + " FROM main." + shadowed_ +
                      " AS s WHERE EXISTS (SELECT 1 FROM temp.weir_freed AS f WHERE " + match_key("f", "s") +
                      ") AND NOT EXISTS (SELECT 1 FROM main." + shadowed_ + " AS later WHERE " +
                      match_key("later", "s") + " AND " + place("later") + " > " + place("s") + ")");
  connection_.execute("DELETE FROM main." + shadowed_ +
                      " AS s WHERE EXISTS (SELECT 1 FROM temp.weir_freed AS f JOIN main." + table_ + " AS t ON " +
                      match_key("t", "f") + " WHERE " + match_key("f", "s") + " AND " + place("t") + " = " +
                      place("s") + ")");
  connection_.execute("DELETE FROM temp.weir_freed");
}

void RowTable::settle() {
  if (!is_inferred()) return;
  std::vector<Column> settled = settled_columns();
  if (settled != columns_) rebuild(std::move(settled));
}

std::vector<Column> RowTable::settled_columns() const {
  std::vector<Column> settled;
  for (Column column : columns_) {
    Statement types =
        connection_.prepare("SELECT DISTINCT typeof(" + quoted_name(column.name) + ") FROM main." + table_);
    bool integer = false, real = false, text = false;
    while (types.next()) {
      integer = integer || types.text(0) == "integer";
      real = real || types.text(0) == "real";
      text = text || types.text(0) == "text";
    }
    if (!integer && !real && !text) continue;
    if (text) column.type = integer || real ? ColumnType::any : ColumnType::text;
    if (!text) column.type = real ? ColumnType::real : ColumnType::integer;
    settled.push_back(std::move(column));
  }
  // The text of a document is the longest, so it comes last.
  std::sort(settled.begin(), settled.end(), [](const Column& a, const Column& b) {
    return std::pair(a.name == kTextField, a.name) < std::pair(b.name == kTextField, b.name);
  });
  return settled;
}

void RowTable::rebuild(std::vector<Column> columns) {
  inserter_.reset();
  const std::string rebuilt = quoted_name("weir_rebuilt_" + shape_.name);
  const std::string all = column_list(columns);
  connection_.execute(definition(rebuilt, columns));
  connection_.execute("INSERT INTO main." + rebuilt + " (" + all + ") SELECT " + all + " FROM main." + table_ +
                      " ORDER BY " + kPlaceColumns);
  connection_.execute("DROP TABLE main." + table_);
  connection_.execute("ALTER TABLE main." + rebuilt + " RENAME TO " + table_);
  columns_ = std::move(columns);
}

}  // namespace weir::sqlite
