#include "cli/json.h"

#include <rapidjson/document.h>
#include <rapidjson/encodings.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <type_traits>

#include <weir/utf8.h>

namespace weir::cli {
namespace {

using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

void write_string(Writer& writer, std::string_view text) {
  std::string valid;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = code_point_at(text, at);
    append_utf8(valid, point.value);
    at += point.length;
  }
  writer.String(valid.data(), static_cast<rapidjson::SizeType>(valid.size()));
}

void write(Writer& writer, const Value& value) {
  std::visit(
      [&writer](const auto& data) {
        using T = std::decay_t<decltype(data)>;
        if constexpr (std::is_same_v<T, std::monostate>) {
          writer.Null();
        } else if constexpr (std::is_same_v<T, bool>) {
          writer.Bool(data);
        } else if constexpr (std::is_same_v<T, std::int64_t>) {
          writer.Int64(data);
        } else if constexpr (std::is_same_v<T, double>) {
          writer.Double(data);
        } else if constexpr (std::is_same_v<T, std::string>) {
          write_string(writer, data);
        } else if constexpr (std::is_same_v<T, List>) {
          writer.StartArray();
          for (const Value& element : data) write(writer, element);
          writer.EndArray();
        } else {
          writer.StartObject();
          for (const auto& [key, element] : data) {
            write_string(writer, key);
            write(writer, element);
          }
          writer.EndObject();
        }
      },
      value.data());
}

// What lies deeper is null: nobody knows how deep a record is that others may have changed.
constexpr int kDeepest = 64;

Value value_of(const rapidjson::Value& json, int depth = 0) {
  if (depth > kDeepest) return {};
  if (json.IsBool()) return json.GetBool();
  if (json.IsInt64()) return json.GetInt64();
  if (json.IsNumber()) return json.GetDouble();
  if (json.IsString()) return std::string(json.GetString(), json.GetStringLength());
  if (json.IsArray()) {
    List list;
    for (const rapidjson::Value& element : json.GetArray()) list.push_back(value_of(element, depth + 1));
    return list;
  }
  if (!json.IsObject()) return {};
  Table table;
  for (const auto& member : json.GetObject()) {
    table.set(std::string_view(member.name.GetString(), member.name.GetStringLength()),
              value_of(member.value, depth + 1));
  }
  return table;
}

}  // namespace

std::optional<Value> from_json(std::string_view text) {
  rapidjson::Document json;
  json.Parse<rapidjson::kParseIterativeFlag>(text.data(), text.size());
  if (json.HasParseError()) return std::nullopt;
  return value_of(json);
}

std::string to_json(const Value& value) {
  rapidjson::StringBuffer buffer;
  Writer writer(buffer);
  write(writer, value);
  return {buffer.GetString(), buffer.GetSize()};
}

}  // namespace weir::cli
