#include "graph/json_text.h"

#include <array>
#include <charconv>
#include <cstdint>
#include <variant>

namespace weir::graph {

namespace {

void append_number(std::string& text, auto number) {
  std::array<char, 32> digits{};
  const auto written = std::to_chars(digits.data(), digits.data() + digits.size(), number);
  text.append(digits.data(), written.ptr);
}

struct Appender {
  std::string& text;

  void operator()(std::monostate) const { text += "null"; }
  void operator()(bool value) const { text += value ? "true" : "false"; }
  void operator()(std::int64_t value) const { append_number(text, value); }
  void operator()(double value) const { append_number(text, value); }
  void operator()(const std::string& value) const { append_json(text, std::string_view(value)); }
  void operator()(const Table& value) const { append_json(text, value); }
  void operator()(const List& value) const {
    text += '[';
    for (const Value& element : value) {
      if (&element != value.data()) text += ',';
      append_json(text, element);
    }
    text += ']';
  }
};

}  // namespace

void append_json(std::string& text, std::string_view string) {
  constexpr std::string_view kHex = "0123456789abcdef";
  text += '"';
  for (const char c : string) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      text += '\\';
      text += c;
    } else if (byte < 0x20) {
      text += "\\u00";
      text += kHex[byte >> 4U];
      text += kHex[byte & 15U];
    } else {
      text += c;
    }
  }
  text += '"';
}

void append_json(std::string& text, const Value& value) { std::visit(Appender{text}, value.data()); }

void append_json(std::string& text, const Table& table) {
  text += '{';
  bool first = true;
  for (const auto& [key, value] : table) {
    if (!first) text += ',';
    first = false;
    append_json(text, std::string_view(key));
    text += ':';
    append_json(text, value);
  }
  text += '}';
}

}  // namespace weir::graph
