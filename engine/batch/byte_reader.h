// Reads what ByteWriter wrote. Nothing in the bytes is trusted: whatever they are, a value comes out or a CodecError is
// thrown, and no more memory is taken than a small multiple of what lies there.
#pragma once

#include <bit>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include <weir/value.h>

#include "batch/codec_error.h"

namespace weir::batch {

class ByteReader {
 public:
  explicit ByteReader(std::string_view& left) : left_(left) {}

  std::uint64_t number() {
    std::uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      const auto byte = static_cast<unsigned char>(take(1).front());
      value |= std::uint64_t{byte & 0x7Fu} << shift;
      if (byte < 0x80) return value;
    }
    throw CodecError("a number is too long");
  }
  std::int64_t signed_number() {
    const std::uint64_t coded = number();
    return static_cast<std::int64_t>(coded >> 1 ^ (~(coded & 1) + 1));
  }
  // A count of things that take a byte each at least.
  std::uint64_t count() {
    const std::uint64_t count = number();
    if (count > left_.size()) throw CodecError("the document ends early");
    return count;
  }
  std::uint64_t below(std::uint64_t bound) {
    const std::uint64_t value = number();
    if (value >= bound) throw CodecError("a value is out of its range");
    return value;
  }
  bool flag() { return below(2) != 0; }
  std::string_view text() { return take(number()); }
  std::string string() { return std::string(text()); }

  Value value(int depth) {
    if (depth > kDeepestValue) throw CodecError(kValuesTooDeep);
    switch (below(std::variant_size_v<Value::Data>)) {
      case 1:
        return flag();
      case 2:
        return signed_number();
      case 3:
        return real();
      case 4:
        return string();
      case 5:
        return list(depth + 1);
      case 6:
        return table(depth + 1);
      default:
        return {};
    }
  }
  Table table(int depth) {
    Table table;
    for (std::uint64_t left = count(); left > 0; --left) {
      const std::string_view key = text();
      table.set(key, value(depth));
    }
    return table;
  }

 private:
  std::string_view take(std::uint64_t size) {
    if (size > left_.size()) throw CodecError("the document ends early");
    const std::string_view taken = left_.substr(0, static_cast<std::size_t>(size));
    left_.remove_prefix(taken.size());
    return taken;
  }
  double real() {
    std::uint64_t bits = 0;
    int shift = 0;
    for (const char byte : take(8)) {
      bits |= std::uint64_t{static_cast<unsigned char>(byte)} << shift;
      shift += 8;
    }
    return std::bit_cast<double>(bits);
  }
  List list(int depth) {
    List list;
    for (std::uint64_t left = count(); left > 0; --left) list.push_back(value(depth));
    return list;
  }

  std::string_view& left_;
};

}  // namespace weir::batch
