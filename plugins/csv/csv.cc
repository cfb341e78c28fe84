#include "csv/csv.h"

#include <cmath>
#include <set>

#include <weir/utf8.h>

#include "json/write_value.h"

namespace weir::csv {
namespace {

constexpr std::string_view kText = "text";
constexpr std::string_view kEndOfRow = "\r\n";

// Bytes that are not UTF-8 become U+FFFD, a NUL too: readers of CSV stop at one.
void append_sound(std::string& bytes, std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = code_point_at(text, at);
    append_utf8(bytes, point.value == 0 ? 0xFFFD : point.value);
    at += point.length;
  }
}

// What a spreadsheet would take for a formula.
bool begins_formula(std::string_view text) {
  return !text.empty() && std::string_view("=+-@\t\r\n").find(text.front()) != std::string_view::npos;
}

void append_string(std::string& row, std::string_view text, const Csv::Params& params) {
  std::string sound;
  append_sound(sound, text);
  if (params.harmless && begins_formula(sound)) sound.insert(0, 1, '\'');
  const bool has_specials = sound.find_first_of("\"\r\n" + params.separator) != std::string::npos;
  // Nothing between separators is null, and an empty string is not.
  const bool plain = !sound.empty() && !has_specials && sound.front() != ' ' && sound.back() != ' ';
  if (plain) {
    row += sound;
    return;
  }
  row += '"';
  for (const char c : sound) {
    if (c == '"') row += '"';
    row += c;
  }
  row += '"';
}

std::string to_json(const Value& value) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  json::write_value(writer, value);
  return {buffer.GetString(), buffer.GetSize()};
}

void append_value(std::string& row, const Value& value, const Csv::Params& params) {
  if (value.is_null() || (value.number() && !std::isfinite(*value.number()))) return;
  if (value.integer() || value.number() || value.boolean()) {
    row += to_json(value);  // no number can be a formula that does harm
    return;
  }
  append_string(row, value.string() ? *value.string() : to_json(value), params);
}

}  // namespace

void Csv::Params::declare(ParamList& list) {
  list.required("path", path, "name of the output file");
  list.required("fields", fields, "the columns: metadata, empty where a document has none; `text` is the text");
  list.optional("separator", separator, "what stands between values: one character").one_of({",", ";", "\t", "|"});
  list.optional("header", header, "begin the file with the names of the columns");
  list.optional("harmless", harmless,
                "put an apostrophe before text that a spreadsheet would run as a formula (= + - @ tab, line break); it "
                "changes the text");
}

std::optional<std::string> Csv::Params::check() const {
  if (fields.empty()) return "`fields` must name a column";
  std::set<std::string> seen;
  for (const std::string& field : fields) {
    if (!seen.insert(field).second) return "`fields` names `" + field + "` twice";
  }
  return std::nullopt;
}

std::string Csv::header(const Params& params) {
  if (!params.header) return {};
  std::string row;
  for (const std::string& field : params.fields) {
    if (!row.empty()) row += params.separator;
    append_string(row, field, params);
  }
  row += kEndOfRow;
  return row;
}

void Csv::encode(const Document& document, RecordWriter& out) {
  std::string& row = out.bytes();
  const std::size_t begin = row.size();
  for (std::size_t i = 0; i < params_.fields.size(); ++i) {
    if (i > 0) row += params_.separator;
    const std::string& field = params_.fields[i];
    if (field == kText) {
      append_string(row, document.text().view(), params_);
    } else if (const Value* value = document.metadata().find(field)) {
      append_value(row, *value, params_);
    }
  }
  // A row of nothing would be an empty line, which readers skip.
  if (row.size() == begin && params_.fields.size() == 1) row += "\"\"";
  row += kEndOfRow;
  out.end_record();
}

}  // namespace weir::csv
