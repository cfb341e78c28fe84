// Values of documents as JSON, through either of RapidJSON's writers.
#pragma once

#include <cmath>
#include <string>
#include <string_view>
#include <type_traits>

#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <weir/value.h>

#include "json/quote.h"

namespace weir::json {

// Writes a string or a key.
template <typename Writer>
void write_string(Writer& writer, std::string_view text) {
  std::string quoted;
  append_quoted(quoted, text);
  writer.RawValue(quoted.data(), quoted.size(), rapidjson::kStringType);
}

// Writes null, numbers so that reading them gives the same number again, lists, and tables in their order. A number
// that JSON does not have, an infinity say, becomes null.
template <typename Writer>
void write_value(Writer& writer, const Value& value) {
  const auto write = [&writer](const auto& data) {
    using T = std::decay_t<decltype(data)>;
    if constexpr (std::is_same_v<T, std::monostate>) {
      writer.Null();
    } else if constexpr (std::is_same_v<T, bool>) {
      writer.Bool(data);
    } else if constexpr (std::is_same_v<T, std::int64_t>) {
      writer.Int64(data);
    } else if constexpr (std::is_same_v<T, double>) {
      if (std::isfinite(data)) {
        writer.Double(data);
      } else {
        writer.Null();
      }
    } else if constexpr (std::is_same_v<T, std::string>) {
      write_string(writer, data);
    } else if constexpr (std::is_same_v<T, List>) {
      writer.StartArray();
      for (const Value& element : data) write_value(writer, element);
      writer.EndArray();
    } else {
      writer.StartObject();
      for (const auto& [key, element] : data) {
        write_string(writer, key);
        write_value(writer, element);
      }
      writer.EndObject();
    }
  };
  std::visit(write, value.data());
}

}  // namespace weir::json
