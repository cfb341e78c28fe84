// Inserts rows, several to a statement.
//
// How many is given, or found out: twice as many for as long as that makes a row cheaper. It changes speed alone.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sqlite/connection.h"

namespace weir::sqlite {

class Inserter {
 public:
  // `head` is the statement up to and with VALUES. `rows` is how many to a statement; 0 to find out.
  Inserter(const Connection& connection, std::string head, std::size_t columns, std::size_t rows);

  // The text of cells must stay where it is until flush().
  void add(std::span<const Cell> row);
  void flush();

  std::size_t rows_per_statement() const { return rows_; }

 private:
  using Clock = std::chrono::steady_clock;

  Statement prepare(std::size_t rows) const;
  void run(Statement& statement, std::span<const Cell> cells) const;
  void run_full();
  void note_time(Clock::duration time);
  void set_rows(std::size_t rows);

  const Connection& connection_;
  const std::string head_;
  const std::size_t columns_;
  const std::size_t most_rows_;
  bool searching_;
  std::size_t rows_ = 1;
  std::optional<Statement> full_;
  std::optional<Statement> single_;
  std::vector<Cell> cells_;

  // Of the present size, and the best so far.
  std::size_t timed_rows_ = 0;
  Clock::duration timed_{};
  double best_ = 0;  // time for a row
};

}  // namespace weir::sqlite
