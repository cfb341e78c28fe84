#include "manifest/csv_rows.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <utility>

#include <weir/utf8.h>

namespace weir::manifest {
namespace {

struct Column {
  std::string name;
  std::string type;
};

// Takes the values of one row after the other from the text.
class Reader {
 public:
  Reader(std::string_view text, const std::string& file, Faults& faults) : text_(text), file_(file), faults_(faults) {
    if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;
  }

  // Where the row begins that was read last.
  Place place() const { return {file_, row_line_}; }

  // The next row that is not empty; nothing at the end. `well_formed` is false where the row is not to be used.
  std::optional<std::vector<std::string>> next(bool& well_formed) {
    well_formed = true;
    while (at_ < text_.size()) {
      row_line_ = line_;
      std::vector<std::string> values{value(well_formed)};
      while (at_ < text_.size() && text_[at_] == ',') {
        ++at_;
        values.push_back(value(well_formed));
      }
      end_line();
      if (values.size() > 1 || !values.front().empty()) return values;
    }
    return std::nullopt;
  }

 private:
  bool at_line_end() const { return at_ == text_.size() || text_[at_] == '\n' || text_[at_] == '\r'; }

  void end_line() {
    if (at_ < text_.size() && text_[at_] == '\r') ++at_;
    if (at_ < text_.size() && text_[at_] == '\n') ++at_;
    ++line_;
  }

  std::string value(bool& well_formed) {
    if (at_ < text_.size() && text_[at_] == '"') return quoted(well_formed);
    const std::size_t begin = at_;
    while (!at_line_end() && text_[at_] != ',') ++at_;
    return std::string(text_.substr(begin, at_ - begin));
  }

  std::string quoted(bool& well_formed) {
    std::string value;
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] == '\n') ++line_;
      if (text_[at_] != '"') {
        value += text_[at_];
      } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
        value += text_[at_++];
      } else {
        ++at_;
        if (at_line_end() || text_[at_] == ',') return value;
        return refuse("a value goes on behind its closing quote", well_formed);
      }
    }
    return refuse("a quote is not closed", well_formed);
  }

  // Passes over the rest of the line: nobody knows how it was meant.
  std::string refuse(std::string_view what, bool& well_formed) {
    faults_.add(place(), what);
    well_formed = false;
    while (!at_line_end()) ++at_;
    return {};
  }

  std::string_view text_;
  const std::string& file_;
  Faults& faults_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
  std::size_t row_line_ = 1;
};

std::vector<Column> columns_of(const std::vector<std::string>& names, const Place& place, Faults& faults) {
  std::vector<Column> columns;
  for (const std::string& name : names) {
    const std::size_t colon = name.rfind(':');
    Column column{name.substr(0, colon), colon == std::string::npos ? "string" : name.substr(colon + 1)};
    if (column.name.empty()) faults.add(place, "a column has no name");
    if (column.type != "string" && column.type != "integer" && column.type != "number" && column.type != "boolean") {
      faults.add(place, "the column `" + column.name + "` has an unknown type `" + column.type +
                            "`: string, integer, number or boolean");
    }
    const bool is_twice =
        std::any_of(columns.begin(), columns.end(), [&](const Column& before) { return before.name == column.name; });
    if (is_twice) faults.add(place, "the column `" + column.name + "` is there twice");
    columns.push_back(std::move(column));
  }
  return columns;
}

template <typename Number>
std::optional<Value> parse(const std::string& text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  if constexpr (std::is_floating_point_v<Number>) {
    if (!std::isfinite(number)) return std::nullopt;
  }
  return Value(number);
}

List split(const std::string& text) {
  List parts;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(';', begin), text.size());
    const std::size_t first = text.find_first_not_of(' ', begin);
    if (first < end) parts.emplace_back(text.substr(first, text.find_last_not_of(' ', end - 1) + 1 - first));
    begin = end + 1;
  }
  return parts;
}

std::optional<Value> value_of(const Column& column, const std::string& text) {
  if (column.name == "depends_on") return Value(split(text));
  if (column.type == "integer") return parse<std::int64_t>(text);
  if (column.type == "number") return parse<double>(text);
  if (column.type != "boolean") return Value(text);
  if (text == "true" || text == "false") return Value(text == "true");
  return std::nullopt;
}

Row row_of(const std::vector<Column>& columns, const std::vector<std::string>& values, const Place& place,
           Faults& faults) {
  Row row{place, {}};
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (values[i].empty()) continue;
    if (first_invalid_utf8(values[i]) < values[i].size()) {
      faults.add(place, "the value of `" + columns[i].name + "` is not UTF-8");
    } else if (auto value = value_of(columns[i], values[i])) {
      row.fields.set(columns[i].name, std::move(*value));
    } else {
      faults.add(place,
                 "`" + values[i] + "` is no " + columns[i].type + ", as the column `" + columns[i].name + "` is");
    }
  }
  return row;
}

}  // namespace

std::vector<Row> read_csv(std::string_view text, const std::string& file, Faults& faults) {
  Reader reader(text, file, faults);
  std::vector<Row> rows;
  bool well_formed = true;
  const auto names = reader.next(well_formed);
  if (!names) {
    faults.add(reader.place(), "the manifest is empty: its first row names the columns, of which one is `path`");
    return rows;
  }
  const std::vector<Column> columns = columns_of(*names, reader.place(), faults);
  if (std::none_of(columns.begin(), columns.end(), [](const Column& column) { return column.name == "path"; })) {
    faults.add(reader.place(), "there is no column `path`");
    return rows;
  }
  while (const auto values = reader.next(well_formed)) {
    if (!well_formed) continue;
    if (values->size() == columns.size()) {
      rows.push_back(row_of(columns, *values, reader.place(), faults));
    } else {
      faults.add(reader.place(), "the row has " + std::to_string(values->size()) + " values, and there are " +
                                     std::to_string(columns.size()) + " columns");
    }
  }
  return rows;
}

}  // namespace weir::manifest
