#include "cli/json.h"

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

}  // namespace

std::string to_json(const Value& value) {
  rapidjson::StringBuffer buffer;
  Writer writer(buffer);
  write(writer, value);
  return {buffer.GetString(), buffer.GetSize()};
}

}  // namespace weir::cli
