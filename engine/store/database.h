// A connection to one SQLite file, set up as the store needs it, and its transactions.
//
// The writer's connection is the only one that writes or checkpoints, and belongs to one thread at a time: SQLite
// before 3.51.3 can damage a database when two connections reset its write-ahead log. The log is written through to
// the disk at every commit (synchronous=FULL), and moved into the database by our own checkpoints only.
#pragma once

#include <filesystem>
#include <memory>

#include "store/error.h"
#include "store/statement.h"

struct sqlite3;

namespace weir::store {

// Throws a StoreError for the last error of the connection: "cannot <purpose>: <path>: <what SQLite says>".
[[noreturn]] void throw_error(sqlite3* database, const char* purpose);

class Database {
 public:
  // Who reads a file as it lies looks at no journal and no log beside it, and takes no locks.
  enum class Mode { create, write, read, read_as_it_lies };

  // Creates a file that must not exist, or opens one that must.
  Database(const std::filesystem::path& path, Mode mode);

  Statement prepare(std::string_view sql, const char* purpose) const { return {connection_.get(), sql, purpose}; }
  void execute(const char* sql, const char* purpose) const;

  // Sets up the write-ahead log. For the writer, once it knows that the file is a store of a version it can write.
  void log_ahead() const;

  // Moves all of the log into the database and empties it; false where a reader stood in the way for too long.
  bool checkpoint() const;
  // The same for who does it often: where a reader stays in the way, only the first call waits for it.
  bool checkpoint_often() const;

  // The same without waiting for readers, if there is much of the log; what they keep stays for the next time.
  void checkpoint_if_long() const;

  // False where a crash left a journal that has to be put back first, by who may write.
  bool can_be_read() const;

  // False while a transaction is open.
  bool is_idle() const;

  const std::filesystem::path& path() const { return path_; }

 private:
  struct Close {
    void operator()(sqlite3* connection) const;
  };

  bool checkpoint(int wait_milliseconds) const;

  std::filesystem::path path_;
  std::unique_ptr<sqlite3, Close> connection_;
  // Pages in the log after the last commit; on the heap because SQLite keeps its address.
  std::unique_ptr<int> log_pages_ = std::make_unique<int>(0);
  mutable bool patient_ = true;
};

// A write transaction: rolled back unless committed.
class Transaction {
 public:
  Transaction(const Database& database, const char* purpose);
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction();

  void commit();

 private:
  const Database& database_;
  const char* purpose_;
  bool open_ = true;
};

// Several queries that see one state. Ends with the object.
class ReadTransaction {
 public:
  explicit ReadTransaction(const Database& database);
  ReadTransaction(const ReadTransaction&) = delete;
  ReadTransaction& operator=(const ReadTransaction&) = delete;
  ~ReadTransaction();

 private:
  const Database& database_;
};

}  // namespace weir::store
