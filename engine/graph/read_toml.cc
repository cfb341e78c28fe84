#include "graph/read_toml.h"

#include <toml++/toml.h>

#include <algorithm>
#include <utility>

namespace weir::graph {

namespace {

// Dotted keys nest a table for each dot, and toml++ destroys tables recursively: some ten thousand levels are the end
// of the stack. Nobody writes a hundred.
constexpr int kMostDots = 100;

bool is_bare(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

// "Error while parsing table header: expected ']'" tells what was being read, and what is wrong with it.
SyntaxError syntax_error(std::string_view description, Position at, std::string_view text, const std::string& file) {
  constexpr std::string_view kReading = "Error while parsing ";
  SyntaxError error{std::string(description), {file, at, at}, ""};
  const std::size_t colon = description.find(": ");
  if (description.starts_with(kReading) && colon != std::string_view::npos) {
    error.message = description.substr(colon + 2);
    error.label = "in a " + std::string(description.substr(kReading.size(), colon - kReading.size()));
  }
  // That a key is there already is noticed behind it; what the author looks for is the key.
  if (error.message.starts_with("cannot redefine")) {
    for (int line = 1; line < at.line; ++line) text.remove_prefix(text.find('\n') + 1);
    error.at.begin.column = 1 + static_cast<int>(std::min(text.find_first_not_of(" \t"), text.size()));
  }
  return error;
}

// Where a dotted key becomes absurdly long, if anywhere.
std::optional<Position> endless_key(std::string_view text) {
  int line = 1;
  int dots = 0;
  int column = 0;
  char before = '\n';  // the last character that was not a space
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    ++column;
    if (c == '"' || c == '\'') {
      const std::size_t end = text.find_first_of(c == '"' ? "\"\n" : "'\n", at + 1);
      if (end != std::string_view::npos && text[end] == c) {
        column += static_cast<int>(end - at);
        at = end;
      }
    } else if (c == '.') {
      dots = before == '.' ? 0 : dots + 1;
      if (dots > kMostDots) return Position{line, column};
    } else if (c == '\n') {
      ++line;
      column = dots = 0;
    } else if (!is_bare(c) && c != ' ' && c != '\t') {
      dots = 0;
    }
    if (c != ' ' && c != '\t') before = c;
  }
  return std::nullopt;
}

class Converter {
 public:
  Converter(const std::string& file, int line) : file_(file), above_(line - 1) {}

  Element convert(const toml::node& node) const {
    Element element{{}, place(node.source())};
    node.visit([&](const auto& value) { element.data = data_of(value); });
    return element;
  }

 private:
  using Data = decltype(Element::data);

  Location place(const toml::source_region& region) const {
    const auto position = [this](const toml::source_position& at) {
      return Position{static_cast<int>(at.line) + above_, static_cast<int>(at.column)};
    };
    return {file_, position(region.begin), position(region.end)};
  }

  template <typename T>
  Data data_of(const T& value) const {
    if constexpr (toml::is_table<T>)
      return members_of(value);
    else if constexpr (toml::is_array<T>)
      return elements_of(value);
    else if constexpr (toml::is_boolean<T> || toml::is_integer<T> || toml::is_floating_point<T> || toml::is_string<T>)
      return value.get();
    else
      return Moment{};
  }

  Members members_of(const toml::table& table) const {
    Members members;
    for (const auto& [key, value] : table) {
      members.push_back({std::string(key.str()), place(key.source()), convert(value)});
    }
    // toml++ keeps tables sorted by key.
    std::stable_sort(members.begin(), members.end(),
                     [](const Member& a, const Member& b) { return a.key_at.begin < b.key_at.begin; });
    return members;
  }

  Elements elements_of(const toml::array& array) const {
    Elements elements;
    for (const toml::node& node : array) elements.push_back(convert(node));
    return elements;
  }

  const std::string& file_;
  int above_;
};

}  // namespace

std::optional<Element> read_toml(std::string_view text, const std::string& file, int line, SyntaxError& error) {
  if (const auto at = endless_key(text)) {
    error = {"a key with more than " + std::to_string(kMostDots) + " dots", {file, *at, *at}, ""};
    return std::nullopt;
  }
  try {
    return Converter(file, line).convert(toml::parse(text));
  } catch (const toml::parse_error& failed) {
    const toml::source_position& at = failed.source().begin;
    const Position position{static_cast<int>(at.line), static_cast<int>(at.column)};
    error = syntax_error(failed.description(), position, text, file);
    return std::nullopt;
  }
}

}  // namespace weir::graph
