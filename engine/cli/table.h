// Rows of text in columns, as wide as they need to be.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

namespace weir::cli {

class TextTable {
 public:
  // Columns whose index is in `right` are aligned to the right: numbers.
  explicit TextTable(std::vector<std::string> header, std::set<std::size_t> right = {})
      : right_(std::move(right)), rows_{std::move(header)} {}

  void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }
  bool has_rows() const { return rows_.size() > 1; }
  std::string draw() const;

 private:
  std::set<std::size_t> right_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace weir::cli
