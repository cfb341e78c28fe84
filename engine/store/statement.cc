#include "store/statement.h"

#include <sqlite3.h>

#include "store/database.h"

namespace weir::store {

Statement::Statement(sqlite3* database, std::string_view sql, const char* purpose)
    : database_(database), purpose_(purpose) {
  sqlite3_stmt* prepared = nullptr;
  const int result = sqlite3_prepare_v3(database, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                                        &prepared, nullptr);
  statement_.reset(prepared);
  if (result != SQLITE_OK) throw_error(database, purpose);
}

void Statement::Finalize::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }

bool Statement::next() {
  const int result = sqlite3_step(statement_.get());
  if (result == SQLITE_ROW) return true;
  if (result == SQLITE_DONE) {
    reset();
    return false;
  }
  // The error is taken before the reset, which would report it once more.
  try {
    throw_error(database_, purpose_);
  } catch (...) {
    reset();
    throw;
  }
}

void Statement::reset() { sqlite3_reset(statement_.get()); }

std::uint64_t Statement::number(int column) const { return static_cast<std::uint64_t>(integer(column)); }

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(statement_.get(), column); }

double Statement::real(int column) const { return sqlite3_column_double(statement_.get(), column); }

std::string Statement::text(int column) const {
  const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_.get(), column));
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column));
  return bytes ? std::string(bytes, size) : std::string();
}

bool Statement::is_null(int column) const { return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL; }

std::optional<std::uint64_t> Statement::optional_number(int column) const {
  if (is_null(column)) return std::nullopt;
  return number(column);
}

void Statement::bind_integer(int index, std::int64_t value) {
  if (sqlite3_bind_int64(statement_.get(), index, value) != SQLITE_OK) throw_error(database_, purpose_);
}

void Statement::bind_text(int index, std::string_view value) {
  const char* bytes = value.data() ? value.data() : "";
  if (sqlite3_bind_text64(statement_.get(), index, bytes, value.size(), SQLITE_TRANSIENT, SQLITE_UTF8) != SQLITE_OK) {
    throw_error(database_, purpose_);
  }
}

void Statement::bind_null(int index) {
  if (sqlite3_bind_null(statement_.get(), index) != SQLITE_OK) throw_error(database_, purpose_);
}

std::uint64_t Statement::changes() const { return static_cast<std::uint64_t>(sqlite3_changes64(database_)); }

}  // namespace weir::store
