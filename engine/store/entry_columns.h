// Reads the columns of a listed entry.
#pragma once

#include <bit>
#include <string>

#include "store/rows.h"
#include "store/statement.h"

namespace weir::store {

// Of the table `entries`, called `e` in the query.
inline const std::string kEntryColumns =
    "e.entry, e.path, e.member, e.location, e.size, e.mtime_ns, e.range_begin, e.range_end, e.refusal = 'dead', "
    "e.refusal_reason, e.refusal_message, e.origin_entry, e.origin_ordinal, e.checksum, e.attached, e.expected_memory";
inline constexpr int kEntryColumnCount = 16;

// `column` is the first of them.
inline Entry read_entry(const Statement& row, int column) {
  Entry entry;
  entry.number = row.number(column);
  entry.listed.path = row.text(column + 1);
  entry.listed.member = row.text(column + 2);
  entry.listed.location = row.text(column + 3);
  entry.listed.size = row.number(column + 4);
  entry.listed.modified_ns = row.integer(column + 5);
  entry.listed.records = {row.number(column + 6), row.number(column + 7)};
  if (!row.is_null(column + 8)) {
    entry.listed.refusal = {row.number(column + 8) != 0, row.text(column + 9), row.text(column + 10)};
  }
  if (!row.is_null(column + 11)) {
    entry.spooled = {{row.number(column + 11), row.number(column + 12)},
                     std::bit_cast<std::uint64_t>(row.integer(column + 13))};
  }
  entry.listed.attached = row.text(column + 14);
  entry.listed.expected_memory = row.number(column + 15);
  return entry;
}

}  // namespace weir::store
