// A connection to the database, and statements: values are always bound, and errors say what was being done.
//
// Threads: one at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include <weir/database.h>
#include <weir/units.h>

#include "sqlite/record.h"

struct sqlite3;
struct sqlite3_stmt;

namespace weir::sqlite {

class Statement;

class Connection {
 public:
  // Opens the file, and makes it if there is none. Refuses one that is a symbolic link. `patience` is how long a call
  // waits for others who have it locked.
  Connection(std::string path, Duration patience);

  Statement prepare(const std::string& sql) const;
  void execute(const std::string& sql) const;
  // What a statement, and a table, may have at most.
  int most_parameters() const;
  int most_columns() const;
  bool in_transaction() const;
  void roll_back() noexcept;

  // Commits are appended to a log that is synced each time: quick, and readers do not wait for us.
  void log_ahead() const;
  bool logs_ahead() const;
  // Moves the log into the file and does without one, so that the database is one file. Where a reader keeps the log,
  // it stays; whoever closes the database last moves it.
  void give_up_log() const;

  const std::string& path() const { return path_; }
  [[noreturn]] void fail(int result) const;

 private:
  struct Close {
    void operator()(sqlite3* connection) const;
  };

  std::string path_;
  Duration patience_;
  std::unique_ptr<sqlite3, Close> connection_;
};

class Statement {
 public:
  Statement(const Connection& connection, sqlite3_stmt* statement) : connection_(&connection), statement_(statement) {}

  // Binds the next parameter. Text must stay where it is until the statement is reset.
  Statement& bind_cell(const Cell& cell);
  Statement& bind(std::uint64_t number) { return bind_cell(static_cast<std::int64_t>(number)); }
  Statement& bind(std::string_view text) { return bind_cell(text); }

  // Runs to its end, and is ready for the next values.
  void run();
  // Goes to the next row; false, and reset, after the last.
  bool next();
  void reset();

  int columns() const;
  std::int64_t integer(int column) const;
  std::string text(int column) const;

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };

  const Connection* connection_;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
  int bound_ = 0;
};

}  // namespace weir::sqlite
