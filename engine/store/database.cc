#include "store/database.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <string>
#include <string_view>

#include "mutant/mutant.h"
#include "store/log_mark.h"

namespace weir::store {
namespace {

constexpr int kBusyMilliseconds = 10'000;
// A checkpoint that has to be complete waits so long for readers, which read briefly.
constexpr int kCheckpointMilliseconds = 1'000;
// 16 MiB of log: long enough that a checkpoint's syncs are rare, short enough to read again quickly after a crash.
constexpr int kLongLogPages = 4096;

// Of a file that SQLite could not make, it keeps only why there was none to read instead. Whoever wants to know has to
// try again.
int why_no_file_can_be_made(const std::filesystem::path& folder) {
  const int descriptor = ::open(folder.c_str(), O_WRONLY | O_TMPFILE | O_CLOEXEC, 0600);
  if (descriptor < 0) return errno;
  ::close(descriptor);
  return 0;
}

bool is_for_want_of_room(int error) { return error == ENOSPC || error == EDQUOT; }

// A full disk shows as SQLITE_FULL where SQLite writes, as an input/output error where it extends its index file, and
// as a file that cannot be opened where it makes one; a reader, too, makes the index of a log. `folder` is where.
bool lacks_room(sqlite3* database, const std::filesystem::path& folder) {
  switch (sqlite3_errcode(database) & 0xff) {
    case SQLITE_FULL:
      return true;
    case SQLITE_IOERR:
      return is_for_want_of_room(sqlite3_system_errno(database));
    case SQLITE_CANTOPEN:
      return is_for_want_of_room(sqlite3_system_errno(database)) ||
             is_for_want_of_room(why_no_file_can_be_made(folder));
    default:
      return false;
  }
}

StoreError::Kind kind_of_last_error(sqlite3* database, const std::filesystem::path& folder) {
  if (lacks_room(database, folder)) return StoreError::Kind::disk_full;
  const bool is_other_file = (sqlite3_errcode(database) & 0xff) == SQLITE_NOTADB;
  return is_other_file ? StoreError::Kind::refused : StoreError::Kind::failed;
}

// Of a schema that it cannot read SQLite cites the text, over many lines.
std::string first_line(std::string_view message) { return std::string(message.substr(0, message.find('\n'))); }

int note_log_pages(void* pages, sqlite3*, const char*, int count) {
  *static_cast<int*>(pages) = count;
  return SQLITE_OK;
}

bool is_to_write(Database::Mode mode) { return mode == Database::Mode::create || mode == Database::Mode::write; }

int open_flags(Database::Mode mode) {
  const int access = is_to_write(mode) ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
  const int create = mode == Database::Mode::create ? SQLITE_OPEN_CREATE : 0;
  const int as_it_lies = mode == Database::Mode::read_as_it_lies ? SQLITE_OPEN_URI : 0;
  return access | create | as_it_lies | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
}

// The file as a URI, whatever bytes its name has.
std::string immutable(const std::filesystem::path& path) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string uri = "file:";
  for (const char c : std::filesystem::absolute(path).string()) {
    const auto byte = static_cast<unsigned char>(c);
    uri += {'%', kDigits[byte >> 4], kDigits[byte & 15]};
  }
  return uri + "?immutable=1";
}

// Always down to an empty log: one whose pages are in the database already, but which is still there, would put old
// pages over new ones if its end were damaged. What SQLite says of it.
int move_log(sqlite3* connection, const std::filesystem::path& path, int wait_milliseconds) {
  mark_log(path);
  sqlite3_busy_timeout(connection, wait_milliseconds);
  const int mode = mutant("log_not_emptied") ? SQLITE_CHECKPOINT_PASSIVE : SQLITE_CHECKPOINT_TRUNCATE;
  const int result = sqlite3_wal_checkpoint_v2(connection, "main", mode, nullptr, nullptr);
  sqlite3_busy_timeout(connection, kBusyMilliseconds);
  if (result == SQLITE_OK) unmark_log(path);
  return result;
}

}  // namespace

void throw_error(sqlite3* database, const char* purpose) {
  const char* path = sqlite3_db_filename(database, "main");
  throw StoreError(
      kind_of_last_error(database, std::filesystem::path(path ? path : "").parent_path()),
      std::string("cannot ") + purpose + ": " + (path ? path : "") + ": " + first_line(sqlite3_errmsg(database)));
}

Database::Database(const std::filesystem::path& path, Mode mode) : path_(path) {
  if (mode == Mode::create && std::filesystem::exists(path)) {
    throw StoreError(StoreError::Kind::refused, "cannot create the store: " + path.string() + ": exists already");
  }
  sqlite3* opened = nullptr;
  const std::string name = mode == Mode::read_as_it_lies ? immutable(path) : path.string();
  const int result = sqlite3_open_v2(name.c_str(), &opened, open_flags(mode), nullptr);
  connection_.reset(opened);
  if (result != SQLITE_OK) {
    throw StoreError(opened ? kind_of_last_error(opened, path.parent_path()) : StoreError::Kind::failed,
                     "cannot open the store: " + path.string() + ": " + sqlite3_errstr(result));
  }
  sqlite3_busy_timeout(opened, kBusyMilliseconds);
  execute("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 0",
          "open the store");
}

void Database::log_ahead() const {
  Statement set_mode = prepare("PRAGMA journal_mode = WAL", "give the store a write-ahead log");
  set_mode.start();
  if (!set_mode.next() || set_mode.text(0) != "wal") {
    throw StoreError(StoreError::Kind::failed, "cannot give the store a write-ahead log: " + path_.string() +
                                                   ": its file system lacks shared memory or locks");
  }
  set_mode.reset();
  execute("PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0", "give the store a write-ahead log");
  sqlite3_wal_hook(connection_.get(), note_log_pages, log_pages_.get());
}

// A statement that outlives its database keeps the connection until it goes. Where the log has something left, as after
// an error, the last connection that may write moves it.
void Database::Close::operator()(sqlite3* connection) const {
  const char* name = sqlite3_db_filename(connection, "main");
  if (!name || sqlite3_db_readonly(connection, "main") != 0) {
    sqlite3_close_v2(connection);
    return;
  }
  const std::filesystem::path path = name;
  // SQLite moves the log by itself here, but removes it only then: in between, nothing would tell that it is not
  // needed.
  move_log(connection, path, 0);
  mark_log(path);
  sqlite3_close_v2(connection);
  unmark_emptied_log(path);
}

bool Database::can_be_read() const {
  sqlite3_exec(connection_.get(), "PRAGMA schema_version", nullptr, nullptr, nullptr);
  return sqlite3_extended_errcode(connection_.get()) != SQLITE_READONLY_ROLLBACK;
}

void Database::execute(const char* sql, const char* purpose) const {
  if (sqlite3_exec(connection_.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK) {
    throw_error(connection_.get(), purpose);
  }
}

void Database::checkpoint_if_long() const {
  if (*log_pages_ >= kLongLogPages) checkpoint(0);
}

bool Database::checkpoint() const { return checkpoint(kCheckpointMilliseconds); }

bool Database::checkpoint_often() const {
  patient_ = checkpoint(patient_ ? kCheckpointMilliseconds : 0);
  return patient_;
}

bool Database::checkpoint(int wait_milliseconds) const {
  const int result = move_log(connection_.get(), path_, wait_milliseconds);
  if ((result & 0xff) == SQLITE_BUSY) return false;
  if (result != SQLITE_OK) throw_error(connection_.get(), "checkpoint the store");
  *log_pages_ = 0;
  return true;
}

bool Database::is_idle() const { return sqlite3_get_autocommit(connection_.get()) != 0; }

Transaction::Transaction(const Database& database, const char* purpose) : database_(database), purpose_(purpose) {
  database_.execute("BEGIN IMMEDIATE", purpose_);
}

Transaction::~Transaction() {
  // After some errors, a full disk among them, SQLite has rolled back by itself.
  if (!open_ || database_.is_idle()) return;
  try {
    database_.execute("ROLLBACK", purpose_);
  } catch (const StoreError&) {
    // The error that brought us here says more; the next opening rolls back what is left.
  }
}

void Transaction::commit() {
  database_.execute("COMMIT", purpose_);
  open_ = false;
}

ReadTransaction::ReadTransaction(const Database& database) : database_(database) {
  database_.execute("BEGIN", "read the store");
}

ReadTransaction::~ReadTransaction() {
  try {
    database_.execute("COMMIT", "read the store");
  } catch (const StoreError&) {
    // Nothing was written, so nothing is lost.
  }
}

}  // namespace weir::store
