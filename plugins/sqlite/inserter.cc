#include "sqlite/inserter.h"

#include <algorithm>
#include <utility>

namespace weir::sqlite {
namespace {

// More never paid in the measurements, and costs memory.
constexpr std::size_t kMostRows = 256;
// So many rows tell a size from another.
constexpr std::size_t kTimedRows = 2048;
// What twice the size has to save to be kept.
constexpr double kWorthwhile = 0.97;

}  // namespace

Inserter::Inserter(const Connection& connection, std::string head, std::size_t columns, std::size_t rows)
    : connection_(connection),
      head_(std::move(head)),
      columns_(columns),
      most_rows_(std::max<std::size_t>(1, static_cast<std::size_t>(connection.most_parameters()) / columns)),
      searching_(rows == 0) {
  set_rows(rows == 0 ? 1 : rows);
}

void Inserter::add(std::span<const Cell> row) {
  cells_.insert(cells_.end(), row.begin(), row.end());
  if (cells_.size() == rows_ * columns_) run_full();
}

void Inserter::flush() {
  if (cells_.empty()) return;
  if (!single_) single_.emplace(prepare(1));
  for (std::size_t at = 0; at < cells_.size(); at += columns_) {
    run(*single_, std::span(cells_).subspan(at, columns_));
  }
  cells_.clear();
}

Statement Inserter::prepare(std::size_t rows) const {
  std::string row = "(?";
  for (std::size_t column = 1; column < columns_; ++column) row += ", ?";
  row += ")";
  std::string sql = head_ + " " + row;
  for (std::size_t i = 1; i < rows; ++i) sql += ", " + row;
  return connection_.prepare(sql);
}

void Inserter::run(Statement& statement, std::span<const Cell> cells) const {
  for (const Cell& cell : cells) statement.bind_cell(cell);
  statement.run();
}

void Inserter::run_full() {
  const auto started = Clock::now();
  run(*full_, cells_);
  cells_.clear();
  if (searching_) note_time(Clock::now() - started);
}

void Inserter::note_time(Clock::duration time) {
  timed_ += time;
  timed_rows_ += rows_;
  if (timed_rows_ < kTimedRows) return;
  const double per_row = static_cast<double>(timed_.count()) / static_cast<double>(timed_rows_);
  const bool better = best_ == 0 || per_row < best_ * kWorthwhile;
  if (!better) {
    searching_ = false;
    return set_rows(rows_ / 2);
  }
  best_ = per_row;
  searching_ = rows_ * 2 <= std::min(most_rows_, kMostRows);
  if (searching_) set_rows(rows_ * 2);
}

void Inserter::set_rows(std::size_t rows) {
  rows_ = std::clamp<std::size_t>(rows, 1, most_rows_);
  full_.emplace(prepare(rows_));
  timed_ = {};
  timed_rows_ = 0;
}

}  // namespace weir::sqlite
