#include "sqlite/connection.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>

namespace weir::sqlite {
namespace {

constexpr auto kReaderPatience = std::chrono::milliseconds(1000);

// A journal whose end is not synced would come back after a loss of power, and with it the log.
constexpr const char* kGiveUpLog =
    "PRAGMA synchronous = EXTRA; PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL";

bool is_out_of_space(int error) { return error == ENOSPC || error == EDQUOT; }

// Makes a file without a name, where a journal would be. A database is never opened but by SQLite: its locks would end
// when it was closed.
int why_no_file_can_be_made(const std::filesystem::path& folder) {
  const int descriptor = ::open(folder.c_str(), O_WRONLY | O_TMPFILE | O_CLOEXEC, 0600);
  if (descriptor >= 0) return ::close(descriptor), 0;
  const bool is_unknown_here = errno == EOPNOTSUPP || errno == EISDIR || errno == ENOENT;
  return is_unknown_here ? 0 : errno;
}

// SQLite does not keep why it could not open a file, or make one, and where it cannot write a file it may only read it.
// Who wants to know has to look again.
DatabaseError::Kind kind_of_refusal(const std::filesystem::path& path) {
  if (std::filesystem::is_directory(path)) return DatabaseError::Kind::refused;
  int error = why_no_file_can_be_made(path.parent_path());
  if (error == 0 && ::access(path.c_str(), R_OK | W_OK) != 0 && errno != ENOENT) error = errno;
  if (is_out_of_space(error)) return DatabaseError::Kind::full;
  const bool is_forbidden = error == EACCES || error == EPERM || error == EROFS;
  return is_forbidden ? DatabaseError::Kind::refused : DatabaseError::Kind::failed;
}

DatabaseError::Kind kind_of(int result, int system_error, const std::string& path) {
  if (result == SQLITE_CANTOPEN_SYMLINK) return DatabaseError::Kind::refused;
  switch (result & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return DatabaseError::Kind::busy;
    case SQLITE_FULL:
      return DatabaseError::Kind::full;
    case SQLITE_PERM:
    case SQLITE_AUTH:
    case SQLITE_NOTADB:
    case SQLITE_TOOBIG:
      return DatabaseError::Kind::refused;
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
      return kind_of_refusal(path);
    case SQLITE_IOERR:
      // A full disk shows so where SQLite extends the index of its log.
      return is_out_of_space(system_error) ? DatabaseError::Kind::full : DatabaseError::Kind::failed;
    default:
      return DatabaseError::Kind::failed;
  }
}

}  // namespace

Connection::Connection(std::string path, Duration patience) : path_(std::move(path)), patience_(patience) {
  sqlite3* opened = nullptr;
  const int flags =
      SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_NOFOLLOW;
  const int result = sqlite3_open_v2(path_.c_str(), &opened, flags, nullptr);
  connection_.reset(opened);
  if (result != SQLITE_OK) fail(result);
  sqlite3_busy_timeout(opened, static_cast<int>(patience.count()));
  execute("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA synchronous = FULL");
}

void Connection::Close::operator()(sqlite3* connection) const { sqlite3_close_v2(connection); }

void Connection::fail(int result) const {
  const int system_error = connection_ ? sqlite3_system_errno(connection_.get()) : 0;
  const char* what = connection_ ? sqlite3_errmsg(connection_.get()) : sqlite3_errstr(result);
  throw DatabaseError(kind_of(result, system_error, path_), "cannot use the database: " + path_ + ": " + what);
}

Statement Connection::prepare(const std::string& sql) const {
  sqlite3_stmt* statement = nullptr;
  const int result = sqlite3_prepare_v3(connection_.get(), sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (result != SQLITE_OK) fail(result);
  return {*this, statement};
}

void Connection::execute(const std::string& sql) const {
  const int result = sqlite3_exec(connection_.get(), sql.c_str(), nullptr, nullptr, nullptr);
  if (result != SQLITE_OK) fail(result);
}

int Connection::most_parameters() const { return sqlite3_limit(connection_.get(), SQLITE_LIMIT_VARIABLE_NUMBER, -1); }

int Connection::most_columns() const { return sqlite3_limit(connection_.get(), SQLITE_LIMIT_COLUMN, -1); }

bool Connection::in_transaction() const { return sqlite3_get_autocommit(connection_.get()) == 0; }

void Connection::roll_back() noexcept {
  // After some errors, a full disk among them, SQLite has rolled back by itself.
  if (in_transaction()) sqlite3_exec(connection_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void Connection::log_ahead() const {
  Statement set_mode = prepare("PRAGMA journal_mode = WAL");
  if (!set_mode.next() || set_mode.text(0) != "wal") {
    throw DatabaseError(DatabaseError::Kind::refused,
                        "cannot use the database: " + path_ + ": its file system lacks shared memory or locks");
  }
  set_mode.reset();
  execute("PRAGMA synchronous = FULL");
}

bool Connection::logs_ahead() const {
  Statement mode = prepare("PRAGMA journal_mode");
  return mode.next() && mode.text(0) == "wal";
}

void Connection::give_up_log() const {
  sqlite3_busy_timeout(connection_.get(), static_cast<int>(kReaderPatience.count()));
  const int result = sqlite3_exec(connection_.get(), kGiveUpLog, nullptr, nullptr, nullptr);
  sqlite3_busy_timeout(connection_.get(), static_cast<int>(patience_.count()));
  if (result != SQLITE_OK && (result & 0xff) != SQLITE_BUSY && (result & 0xff) != SQLITE_LOCKED) fail(result);
}

void Statement::Finalize::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }

Statement& Statement::bind_cell(const Cell& cell) {
  const int index = ++bound_;
  int result = SQLITE_OK;
  if (const auto* integer = std::get_if<std::int64_t>(&cell)) {
    result = sqlite3_bind_int64(statement_.get(), index, *integer);
  } else if (const auto* real = std::get_if<double>(&cell)) {
    result = sqlite3_bind_double(statement_.get(), index, *real);
  } else if (const auto* text = std::get_if<std::string_view>(&cell)) {
    // A null pointer would be bound as null, and an empty view may have one.
    const char* data = text->empty() ? "" : text->data();
    result = sqlite3_bind_text64(statement_.get(), index, data, text->size(), SQLITE_STATIC, SQLITE_UTF8);
  } else {
    result = sqlite3_bind_null(statement_.get(), index);
  }
  if (result != SQLITE_OK) connection_->fail(result);
  return *this;
}

void Statement::run() {
  while (next()) {
  }
}

bool Statement::next() {
  const int result = sqlite3_step(statement_.get());
  if (result == SQLITE_ROW) return true;
  reset();
  if (result != SQLITE_DONE) connection_->fail(result);
  return false;
}

void Statement::reset() {
  sqlite3_reset(statement_.get());
  bound_ = 0;
}

int Statement::columns() const { return sqlite3_column_count(statement_.get()); }

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(statement_.get(), column); }

std::string Statement::text(int column) const {
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_.get(), column));
  return text ? std::string(text, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column)))
              : std::string();
}

}  // namespace weir::sqlite
