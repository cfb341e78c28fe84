#include "jsonl/jsonl.h"

#include "json/write_value.h"

namespace weir::json {
namespace {

constexpr std::string_view kText = "text";

}  // namespace

void Jsonl::Params::declare(ParamList& list) {
  list.required("path", path, "name of the output file");
  list.optional("fields", fields,
                "metadata to write, in this order, null where a document has none; empty: all that it has");
  list.optional("nested", nested, "write tables too; otherwise they are left out, unless `fields` names them");
}

void Jsonl::encode(const Document& document, RecordWriter& out) {
  buffer_.Clear();
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer_);
  const auto write = [&](std::string_view key, const Value& value) {
    if (key == kText) return;  // the document's own text takes its place
    write_string(writer, key);
    write_value(writer, value);
  };
  writer.StartObject();
  if (params_.fields.empty()) {
    document.metadata().for_each([&](std::string_view key, const Value& value) {
      if (params_.nested || !value.table()) write(key, value);
    });
  }
  for (const std::string& field : params_.fields) {
    const Value* value = document.metadata().find(field);
    write(field, value ? *value : Value());
  }
  write_string(writer, kText);
  write_string(writer, document.text().view());
  writer.EndObject();
  out.append({buffer_.GetString(), buffer_.GetSize()});
  out.append("\n");
  out.end_record();
}

}  // namespace weir::json
