#include "graph/set_keys.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "graph/read_toml.h"

namespace weir::graph {

namespace {

int characters_in(std::string_view text) {
  return static_cast<int>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

// One argument, taken apart.
class Assignment {
 public:
  Assignment(const std::string& argument, int line) : argument_(argument), line_(line) {}

  // The keys on the way, each with an empty table, the last with the value. Null where the argument is malformed.
  std::optional<Members> path() const {
    const std::size_t equals = argument_.find('=');
    if (equals == std::string::npos || argument_.find('\n') != std::string::npos) return std::nullopt;
    std::optional<Element> rest = read(argument_.substr(0, equals) + "= 0");
    if (!rest) return std::nullopt;

    Members path;
    while (auto* members = std::get_if<Members>(&rest->data)) {
      if (members->empty()) return std::nullopt;
      Member step = std::move(members->front());
      rest = std::exchange(step.value, Element{Members(), step.key_at});
      path.push_back(std::move(step));
    }
    path.back().value = value_of(path, equals + 1);
    return path;
  }

 private:
  std::optional<Element> read(const std::string& text) const {
    SyntaxError unused;
    return read_toml(text, kCommandLine, line_, unused);
  }

  // As TOML reads it, else as a string.
  Element value_of(const Members& path, std::size_t begin) const {
    if (std::optional<Element> whole = read(argument_)) {
      for (const Member& step : path) whole = std::exchange(whole->find(step.key)->value, Element());
      return std::move(*whole);
    }
    begin = std::min(argument_.find_first_not_of(' ', begin), argument_.size());
    const std::string text = argument_.substr(begin, argument_.find_last_not_of(' ') + 1 - begin);
    const int column = characters_in(argument_.substr(0, begin)) + 1;
    return {text, {kCommandLine, {line_, column}, {line_, column + std::max(1, characters_in(text))}}};
  }

  const std::string& argument_;
  int line_;
};

class KeySetter {
 public:
  KeySetter(Element& root, Diagnostics& diagnostics) : root_(root), diagnostics_(diagnostics) {}

  void set(const std::string& argument, int line) {
    std::optional<Members> path = Assignment(argument, line).path();
    if (!path) {
      const Location whole{kCommandLine, {line, 1}, {line, 1 + std::max(1, characters_in(argument))}};
      diagnostics_.add({"E004", "not of the form key=value", whole, "", {}, {"for example: --set run.threads=4"}});
      return;
    }
    Element* table = &root_;
    for (Member& step : *path) {
      if (!table->table()) return goes_through(step);
      Member* member = table->find(step.key);
      if (&step == &path->back()) {
        put(*table, member, std::move(step));
      } else {
        if (!member) member = &std::get<Members>(table->data).emplace_back(std::move(step));
        table = &member->value;
      }
    }
  }

 private:
  static void put(Element& table, Member* member, Member step) {
    if (member) {
      *member = std::move(step);
    } else {
      std::get<Members>(table.data).push_back(std::move(step));
    }
  }

  void goes_through(const Member& step) {
    diagnostics_.add(
        {"E004", "`" + step.key + "` cannot be set: what it would be in is not a table", step.key_at, "", {}, {}});
  }

  Element& root_;
  Diagnostics& diagnostics_;
};

}  // namespace

void set_keys(Element& root, std::span<const std::string> arguments, Diagnostics& diagnostics) {
  std::string text;
  for (std::string line : arguments) {
    // A line break would move the lines of the arguments behind it.
    std::replace(line.begin(), line.end(), '\n', ' ');
    text += line + '\n';
  }
  diagnostics.set_text(kCommandLine, text);

  KeySetter setter(root, diagnostics);
  for (std::size_t i = 0; i < arguments.size(); ++i) setter.set(arguments[i], static_cast<int>(i) + 1);
}

}  // namespace weir::graph
