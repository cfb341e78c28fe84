#include "manifest/toml_rows.h"

#include <toml++/toml.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace weir::manifest {
namespace {

// Dotted keys nest a table for each dot, and toml++ takes them apart recursively: some ten thousand are the end of the
// stack. Nobody writes a hundred.
constexpr int kMostDots = 100;

bool is_in_key(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
         c == ' ' || c == '\t';
}

// The last character of the string that begins there; or where it begins, if it does not end.
std::size_t end_of_string(std::string_view text, std::size_t begin) {
  std::string_view quote = text.substr(begin, 1);
  if (const std::string_view three = text.substr(begin, 3); three == "\"\"\"" || three == "'''") quote = three;
  const std::size_t end = text.find(quote, begin + quote.size());
  return end == std::string_view::npos ? begin : end + quote.size() - 1;
}

// The line of a key that is absurdly long, if there is one.
std::optional<std::size_t> endless_key(std::string_view text) {
  int dots = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '"' || c == '\'') {
      at = end_of_string(text, at);
    } else if (c == '.') {
      if (++dots > kMostDots) {
        const std::string_view before = text.substr(0, at);
        return 1 + static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
      }
    } else if (!is_in_key(c)) {
      dots = 0;
    }
  }
  return std::nullopt;
}

class Converter {
 public:
  Converter(const std::string& file, Faults& faults) : file_(file), faults_(faults) {}

  std::vector<Row> rows(const toml::table& root) {
    std::vector<Row> rows;
    const toml::array* documents = nullptr;
    for (const auto& [key, value] : root) {
      if (key.str() == "documents" && value.is_array_of_tables()) {
        documents = value.as_array();
      } else {
        faults_.add(place(value), "`" + std::string(key.str()) + "` is not `[[documents]]`, which is all there can be");
      }
    }
    if (!documents) {
      if (root.empty()) faults_.add({file_, 1}, "there are no `[[documents]]`");
      return rows;
    }
    for (const toml::node& document : *documents) rows.push_back({place(document), table(*document.as_table())});
    return rows;
  }

 private:
  Place place(const toml::node& node) const { return {file_, node.source().begin.line}; }

  // toml++ keeps tables sorted by key; documents have their metadata in the order in which it was written.
  Table table(const toml::table& table) {
    std::vector<std::pair<const toml::key*, const toml::node*>> members;
    for (const auto& [key, value] : table) members.emplace_back(&key, &value);
    const auto position = [](const toml::key* key) {
      const toml::source_position& at = key->source().begin;
      return std::pair(at.line, at.column);
    };
    std::sort(members.begin(), members.end(),
              [&](const auto& a, const auto& b) { return position(a.first) < position(b.first); });
    Table converted;
    for (const auto& [key, node] : members) {
      if (auto converted_value = value(*node)) converted.set(key->str(), std::move(*converted_value));
    }
    return converted;
  }

  std::optional<Value> value(const toml::node& node) {
    std::optional<Value> converted;
    node.visit([&](const auto& data) {
      using T = std::decay_t<decltype(data)>;
      if constexpr (toml::is_table<T>) {
        converted = table(data);
      } else if constexpr (toml::is_array<T>) {
        List list;
        for (const toml::node& element : data) {
          if (auto each = value(element)) list.push_back(std::move(*each));
        }
        converted = std::move(list);
      } else if constexpr (toml::is_floating_point<T>) {
        if (std::isfinite(data.get())) converted = data.get();
      } else if constexpr (toml::is_boolean<T> || toml::is_integer<T> || toml::is_string<T>) {
        converted = Value(data.get());
      }
    });
    if (!converted) faults_.add(place(node), "neither dates nor times nor infinities can be metadata: write a string");
    return converted;
  }

  const std::string& file_;
  Faults& faults_;
};

}  // namespace

std::vector<Row> read_toml(std::string_view text, const std::string& file, Faults& faults) {
  if (const auto line = endless_key(text)) {
    faults.add({file, *line}, "a key with more than " + std::to_string(kMostDots) + " dots");
    return {};
  }
  try {
    return Converter(file, faults).rows(toml::parse(text));
  } catch (const toml::parse_error& error) {
    faults.add({file, error.source().begin.line}, error.description());
    return {};
  }
}

}  // namespace weir::manifest
