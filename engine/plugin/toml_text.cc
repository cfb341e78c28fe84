#include "plugin/toml_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <variant>

namespace weir::plugin {
namespace {

std::string quoted(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F) {
      quoted += c;
    } else {
      std::array<char, 8> code{};
      std::snprintf(code.data(), code.size(), "\\u%04X", static_cast<unsigned char>(c));
      quoted += code.data();
    }
  }
  return quoted + "\"";
}

// The shortest number that reads back the same, with what tells it from an integer.
std::string number_text(double number) {
  if (!std::isfinite(number)) return std::isnan(number) ? "nan" : number < 0 ? "-inf" : "inf";
  std::array<char, 32> digits{};
  const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), number);
  std::string text(digits.data(), error == std::errc() ? end : digits.data());
  return text.find_first_of(".e") == std::string::npos ? text + ".0" : text;
}

struct Writer {
  std::string operator()(std::monostate) const { return {}; }
  std::string operator()(bool boolean) const { return boolean ? "true" : "false"; }
  std::string operator()(std::int64_t integer) const { return std::to_string(integer); }
  std::string operator()(double number) const { return number_text(number); }
  std::string operator()(const std::string& text) const { return quoted(text); }
  std::string operator()(const List& list) const {
    std::string text = "[";
    for (const Value& element : list) text += (text.size() > 1 ? ", " : "") + toml_text(element);
    return text + "]";
  }
  std::string operator()(const Table& table) const {
    std::string text;
    for (const auto& [key, value] : table) {
      text += (text.empty() ? "{ " : ", ") + toml_key(key) + " = " + toml_text(value);
    }
    return text.empty() ? "{}" : text + " }";
  }
};

}  // namespace

std::string toml_text(const Value& value) { return std::visit(Writer(), value.data()); }

std::string toml_key(std::string_view key) {
  const auto is_bare = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  };
  return !key.empty() && std::all_of(key.begin(), key.end(), is_bare) ? std::string(key) : quoted(key);
}

}  // namespace weir::plugin
