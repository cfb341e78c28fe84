#include "sqlite/sqlite_sink.h"

#include <algorithm>
#include <set>
#include <stdexcept>

#include "sqlite/record.h"
#include "sqlite/sqlite_database.h"

namespace weir::sqlite {
namespace {

// SQLite takes a row of up to 10^9 bytes; weir's own columns need a few.
constexpr std::size_t kLongestRecord = 999'000'000;

std::size_t index_of(const std::vector<Column>& columns, const std::string& name) {
  const auto found = std::find_if(columns.begin(), columns.end(),
                                  [&](const Column& column) { return folded(column.name) == folded(name); });
  if (found == columns.end()) throw std::invalid_argument("`key` names `" + name + "`, which is none of `columns`");
  return static_cast<std::size_t>(found - columns.begin());
}

}  // namespace

void SqliteSink::Params::declare(ParamList& list) {
  list.required("path", path, "name of the database file");
  list.optional("table", table, "the table that takes the rows; no other sink writes it");
  list.optional("columns", columns,
                "{ name, field, type } of each column, in order; `field` is the metadata that fills it, `text` the "
                "document's text; `type` is any, integer, real or text; empty: inferred from all that documents have");
  list.optional("key", key,
                "columns that tell rows apart: of several rows with one key the last in source order stands");
  list.optional("rows_per_statement", rows_per_statement, "rows inserted by one statement; 0: found out while it runs")
      .range(0, 32766)
      .not_in_output();
  list.optional("into_existing", into_existing, "write beside the tables of a database that is there already")
      .not_in_output();
  list.optional("patience", patience, "how long to wait where others have the database locked, before the run stops")
      .range(0, 3'600'000)
      .not_in_output();
}

std::optional<std::string> SqliteSink::Params::check() const {
  if (table.empty() || is_reserved(table) || table.find('\0') != std::string::npos) {
    return "`table` must not be empty, nor begin with weir_ or sqlite_";
  }
  if (!key.empty() && columns.empty()) return "`key` needs `columns`";
  try {
    const std::vector<Column> read = read_columns(columns);
    std::set<std::size_t> named;
    for (const std::string& name : key) {
      if (!named.insert(index_of(read, name)).second) return "`key` names `" + name + "` twice";
    }
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return std::nullopt;
}

std::unique_ptr<Database> SqliteSink::open(const Params& params, const DatabaseSite& site) {
  SqliteDatabase::Settings settings;
  settings.table.name = params.table;
  settings.table.columns = read_columns(params.columns);
  settings.table.key = params.key;
  settings.table.rows_per_statement = static_cast<std::size_t>(params.rows_per_statement);
  settings.into_existing = params.into_existing;
  settings.patience = params.patience;
  return std::make_unique<SqliteDatabase>(site, std::move(settings));
}

SqliteSink::SqliteSink(const Params& params) : columns_(read_columns(params.columns)) {
  for (const std::string& name : params.key) key_.push_back(index_of(columns_, name));
}

void SqliteSink::encode(const Document& document, RecordWriter& out) {
  const std::size_t begin = out.bytes().size();
  if (columns_.empty()) {
    encode_all(document, out);
  } else {
    encode_declared(document, out);
  }
  if (out.bytes().size() - begin > kLongestRecord) {
    out.fail(FailureClass::rejected, "too_long", "the row has more bytes than SQLite takes");
  }
  out.end_record();
}

void SqliteSink::encode_declared(const Document& document, RecordWriter& out) const {
  std::string& bytes = out.bytes();
  const std::size_t begin = begin_record(bytes);
  for (const Column& column : columns_) {
    if (column.field == kTextField && column.type != ColumnType::integer && column.type != ColumnType::real) {
      append_text(bytes, document.text().view());
      continue;
    }
    const Value* value = document.metadata().find(column.field);
    const auto wrong = append_value(bytes, value ? *value : Value(), column.type);
    if (wrong) return out.fail(FailureClass::rejected, "wrong_type", "column `" + column.name + "` " + *wrong);
  }
  end_record(bytes, begin, static_cast<std::uint32_t>(columns_.size()));
  for (const std::size_t index : key_) {
    const Column& column = columns_[index];
    const Value* value = document.metadata().find(column.field);
    if (column.field != kTextField && (!value || value->is_null())) {
      out.fail(FailureClass::rejected, "key_missing", "column `" + column.name + "` is of the key, and null");
    }
  }
}

// Tables are left out, as they are where a record is a line of JSON.
void SqliteSink::encode_all(const Document& document, RecordWriter& out) const {
  std::string& bytes = out.bytes();
  const std::size_t begin = begin_record(bytes);
  std::uint32_t values = 0;
  std::set<std::string> names;
  std::optional<std::string> wrong;
  document.metadata().for_each([&](std::string_view key, const Value& value) {
    const std::string name = folded(key);
    if (name == kTextField || value.is_null() || value.table() || wrong) return;
    if (name.empty() || is_reserved(name) || name.find('\0') != std::string::npos) {
      wrong = "the field `" + std::string(key) + "` cannot name a column";
    } else if (!names.insert(name).second) {
      wrong = "two fields differ only in the case of their letters: `" + std::string(key) + "`";
    }
    append_text(bytes, name);
    append_value(bytes, value, ColumnType::any);
    ++values;
  });
  if (wrong) return out.fail(FailureClass::rejected, "bad_name", *wrong + ": name what is wanted with `columns`");
  append_text(bytes, kTextField);
  append_text(bytes, document.text().view());
  end_record(bytes, begin, values + 1);
}

}  // namespace weir::sqlite
