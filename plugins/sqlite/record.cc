#include "sqlite/record.h"

#include <charconv>
#include <cmath>
#include <cstring>
#include <stdexcept>

#include <weir/utf8.h>

#include "json/write_value.h"

namespace weir::sqlite {
namespace {

enum class Tag : char { null, integer, real, text };

template <typename Number>
void append_number(std::string& bytes, Number number) {
  bytes.append(reinterpret_cast<const char*>(&number), sizeof(number));
}

void append_tag(std::string& bytes, Tag tag) { bytes += static_cast<char>(tag); }

void append_integer(std::string& bytes, std::int64_t number) {
  append_tag(bytes, Tag::integer);
  append_number(bytes, number);
}

void append_real(std::string& bytes, double number) {
  append_tag(bytes, Tag::real);
  append_number(bytes, number);
}

std::string to_json(const Value& value) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  json::write_value(writer, value);
  return {buffer.GetString(), buffer.GetSize()};
}

// The whole string as a number, or nothing.
template <typename Number>
std::optional<Number> parse(const std::string& text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::optional<std::int64_t> as_integer(const Value& value) {
  if (value.integer()) return *value.integer();
  if (value.boolean()) return *value.boolean() ? 1 : 0;
  if (value.string()) return parse<std::int64_t>(*value.string());
  const double* number = value.number();
  // 2^63 is the first that does not fit.
  if (number && *number == std::trunc(*number) && std::abs(*number) < 9223372036854775808.0) {
    return static_cast<std::int64_t>(*number);
  }
  return std::nullopt;
}

std::optional<double> as_real(const Value& value) {
  if (value.number()) return *value.number();
  if (value.integer()) return static_cast<double>(*value.integer());
  if (value.boolean()) return *value.boolean() ? 1.0 : 0.0;
  if (value.string()) return parse<double>(*value.string());
  return std::nullopt;
}

std::string unfit(const Value& value, const char* wanted) {
  static constexpr std::size_t kShown = 60;
  return "takes " + std::string(wanted) + ", not " + to_json(value).substr(0, kShown);
}

void append_any(std::string& bytes, const Value& value) {
  if (value.integer() || value.boolean()) return append_integer(bytes, *as_integer(value));
  if (value.number()) return append_real(bytes, *value.number());
  if (value.string()) return append_text(bytes, *value.string());
  append_text(bytes, to_json(value));
}

}  // namespace

template <typename Number>
Number RecordReader::number() {
  Number number{};
  if (bytes_.size() < sizeof(number)) throw std::logic_error("a record ends too early");
  std::memcpy(&number, bytes_.data(), sizeof(number));
  bytes_.remove_prefix(sizeof(number));
  return number;
}

std::uint32_t RecordReader::begin() { return number<std::uint32_t>(); }

Cell RecordReader::value() {
  switch (static_cast<Tag>(number<char>())) {
    case Tag::null:
      return std::monostate();
    case Tag::integer:
      return number<std::int64_t>();
    case Tag::real:
      return number<double>();
    case Tag::text:
      break;
  }
  const auto length = number<std::uint64_t>();
  if (bytes_.size() < length) throw std::logic_error("a record ends too early");
  const std::string_view text = bytes_.substr(0, length);
  bytes_.remove_prefix(length);
  return text;
}

std::size_t begin_record(std::string& bytes) {
  const std::size_t begin = bytes.size();
  append_number(bytes, std::uint32_t{0});
  return begin;
}

void end_record(std::string& bytes, std::size_t begin, std::uint32_t values) {
  std::memcpy(bytes.data() + begin, &values, sizeof(values));
}

void append_null(std::string& bytes) { append_tag(bytes, Tag::null); }

void append_text(std::string& bytes, std::string_view text) {
  append_tag(bytes, Tag::text);
  const std::size_t begin = bytes.size();
  append_number(bytes, std::uint64_t{text.size()});
  const std::size_t sound = first_invalid_utf8(text);
  bytes.append(text.substr(0, sound));
  for (std::size_t at = sound; at < text.size();) {
    const CodePoint point = code_point_at(text, at);
    append_utf8(bytes, point.value);
    at += point.length;
  }
  const std::uint64_t length = bytes.size() - begin - sizeof(length);
  std::memcpy(bytes.data() + begin, &length, sizeof(length));
}

std::optional<std::string> append_value(std::string& bytes, const Value& value, ColumnType type) {
  if (value.is_null()) {
    append_null(bytes);
    return std::nullopt;
  }
  switch (type) {
    case ColumnType::any:
      append_any(bytes, value);
      return std::nullopt;
    case ColumnType::integer: {
      const auto number = as_integer(value);
      if (!number) return unfit(value, "integers");
      append_integer(bytes, *number);
      return std::nullopt;
    }
    case ColumnType::real: {
      const auto number = as_real(value);
      if (!number) return unfit(value, "numbers");
      append_real(bytes, *number);
      return std::nullopt;
    }
    case ColumnType::text:
      append_text(bytes, value.string() ? *value.string() : to_json(value));
      return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace weir::sqlite
