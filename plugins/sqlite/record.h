// Records on their way from `encode` to the database: bytes that only this plugin reads.
//
// A record is the number of its values (4 bytes) and the values. A value is a tag, and what the tag says: nothing, 8
// bytes, or a length of 8 bytes and so many bytes of UTF-8. Where columns are inferred, each value is preceded by its
// name, as a value of text. Numbers are in the machine's order: the bytes never leave the process.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include <weir/value.h>

#include "sqlite/column.h"

namespace weir::sqlite {

// What can be bound. Text lies in the bytes that were read.
using Cell = std::variant<std::monostate, std::int64_t, double, std::string_view>;

class RecordReader {
 public:
  explicit RecordReader(std::string_view bytes) : bytes_(bytes) {}

  bool at_end() const { return bytes_.empty(); }
  // Begins the next record; the number of its values.
  std::uint32_t begin();
  Cell value();

 private:
  template <typename Number>
  Number number();

  std::string_view bytes_;
};

// Appends the number of values, which is set when the record is complete.
std::size_t begin_record(std::string& bytes);
void end_record(std::string& bytes, std::size_t begin, std::uint32_t values);

void append_null(std::string& bytes);
// Bytes that are not UTF-8 become U+FFFD.
void append_text(std::string& bytes, std::string_view text);

// Appends a value as a column of this type has it. Booleans become 0 and 1, lists and tables JSON; numbers and strings
// become one another where that loses nothing. Returns what keeps the value from it, fit to follow "column `x` ".
std::optional<std::string> append_value(std::string& bytes, const Value& value, ColumnType type);

}  // namespace weir::sqlite
