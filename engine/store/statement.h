// One prepared SQL statement, kept for as long as its database and used again and again.
//
// Threads: those of its database, one at a time. A statement that was started and not read to its end holds a read
// transaction open, so a loop that leaves early calls reset().
#pragma once

#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

struct sqlite3;
struct sqlite3_stmt;

namespace weir::store {

// What is bound as NULL where there is nothing.
inline std::optional<std::string_view> unless_empty(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional<std::string_view>(text);
}

class Statement {
 public:
  // `purpose` completes the sentence "cannot …" in errors; it must be a literal.
  Statement(sqlite3* database, std::string_view sql, const char* purpose);

  // Runs a statement that gives no rows; says how many rows it changed.
  template <class... Values>
  std::uint64_t run(const Values&... values) {
    start(values...);
    while (next()) {
    }
    return changes();
  }

  // Binds the parameters in order; rows then come from next().
  template <class... Values>
  Statement& start(const Values&... values) {
    reset();
    int index = 0;
    (bind(++index, values), ...);
    return *this;
  }

  // Binds one more parameter, after start() and before next(): for queries with as many as there are values.
  void bind_next(int index, std::string_view value) { bind_text(index, value); }

  // Goes to the next row; false, and reset, after the last.
  bool next();
  void reset();

  // The columns of the row, counted from 0.
  std::uint64_t number(int column) const;
  std::int64_t integer(int column) const;
  double real(int column) const;
  std::string text(int column) const;
  bool is_null(int column) const;
  std::optional<std::uint64_t> optional_number(int column) const;

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };

  template <class Value>
  void bind(int index, const Value& value) {
    if constexpr (std::integral<Value>) {
      bind_integer(index, static_cast<std::int64_t>(value));
    } else {
      bind_text(index, value);
    }
  }
  template <class Value>
  void bind(int index, const std::optional<Value>& value) {
    if (value) {
      bind(index, *value);
    } else {
      bind_null(index);
    }
  }
  void bind_integer(int index, std::int64_t value);
  void bind_text(int index, std::string_view value);
  void bind_null(int index);
  std::uint64_t changes() const;

  sqlite3* database_;
  const char* purpose_;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

}  // namespace weir::store
