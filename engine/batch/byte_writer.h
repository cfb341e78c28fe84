// Values as bytes, one after the other: what documents, and all that workers are told and tell, is written with.
//
// Integers are of variable length, seven bits to a byte; numbers are IEEE 754, little-endian; texts have their length
// in front.
#pragma once

#include <bit>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include <weir/value.h>

#include "batch/codec_error.h"

namespace weir::batch {

class ByteWriter {
 public:
  explicit ByteWriter(std::string& bytes) : bytes_(bytes) {}

  void number(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) bytes_.push_back(static_cast<char>(value | 0x80));
    bytes_.push_back(static_cast<char>(value));
  }
  void signed_number(std::int64_t value) {
    number(static_cast<std::uint64_t>(value) << 1 ^ static_cast<std::uint64_t>(value >> 63));
  }
  void text(std::string_view text) {
    number(text.size());
    bytes_.append(text);
  }
  void table(const Table& table, int depth) {
    number(table.size());
    for (const auto& [key, entry] : table) {
      text(key);
      value(entry, depth);
    }
  }

 private:
  void value(const Value& value, int depth) {
    if (depth > kDeepestValue) throw CodecError(kValuesTooDeep);
    number(value.data().index());
    std::visit([this, depth](const auto& held) { write(held, depth); }, value.data());
  }
  void write(std::monostate, int) {}
  void write(bool held, int) { number(held ? 1 : 0); }
  void write(std::int64_t held, int) { signed_number(held); }
  void write(double held, int) {
    const auto bits = std::bit_cast<std::uint64_t>(held);
    for (int shift = 0; shift < 64; shift += 8) bytes_.push_back(static_cast<char>(bits >> shift));
  }
  void write(const std::string& held, int) { text(held); }
  void write(const List& held, int depth) {
    number(held.size());
    for (const Value& each : held) value(each, depth + 1);
  }
  void write(const Table& held, int depth) { table(held, depth + 1); }

  std::string& bytes_;
};

}  // namespace weir::batch
