#include "segment/numeric_tables.h"

#include <unicode/uchar.h>

#include <map>

#include <weir/utf8.h>

namespace weir::segment {
namespace {

struct Counts {
  std::size_t words = 0;
  std::size_t numbers = 0;

  Counts& operator+=(const Counts& other) {
    words += other.words;
    numbers += other.numbers;
    return *this;
  }
};

// A row of so many words, of which less than a quarter are numbers, is prose wherever it stands.
constexpr std::size_t kProseWords = 20;

Counts count(std::string_view text) {
  Counts counts;
  for_each_word(text, [&](std::size_t begin, std::size_t end) {
    bool letters = false;
    bool digits = false;
    for (std::size_t at = begin; at < end;) {
      const CodePoint point = code_point_at(text, at);
      letters = letters || u_isalpha(static_cast<UChar32>(point.value));
      digits = digits || u_isdigit(static_cast<UChar32>(point.value));
      at += point.length;
    }
    counts.words += letters || digits;
    counts.numbers += digits && !letters;
  });
  return counts;
}

bool is_figures(const Counts& row, const Counts& table) {
  if (row.words >= kProseWords && row.numbers * 4 < row.words) return false;
  return (row.numbers > 0 && row.numbers * 2 >= row.words) || (table.numbers > 0 && table.numbers * 3 >= table.words);
}

}  // namespace

std::vector<bool> rows_of_figures(std::string_view text, const std::vector<Block>& blocks) {
  std::vector<Counts> rows(blocks.size());
  std::map<std::uint32_t, Counts> tables;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    if (blocks[i].kind != BlockKind::table_row) continue;
    rows[i] = count(text.substr(blocks[i].begin, blocks[i].size()));
    tables[blocks[i].table] += rows[i];
  }
  std::vector<bool> figures(blocks.size());
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    figures[i] = blocks[i].kind == BlockKind::table_row && is_figures(rows[i], tables[blocks[i].table]);
  }
  return figures;
}

}  // namespace weir::segment
