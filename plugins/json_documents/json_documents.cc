#include "json_documents/json_documents.h"

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "json/write_value.h"

namespace weir::json {
namespace {

// The layout of the file; raised when a reader would have to change.
constexpr std::string_view kVersion = "1.0";

using Writer = rapidjson::PrettyWriter<rapidjson::StringBuffer>;

const Value& field(const Document& document, std::string_view name) {
  static const Value kNull;
  const Value* value = document.metadata().find(name);
  return value ? *value : kNull;
}

void write(Writer& writer, std::string_view key, const Value& value) {
  write_string(writer, key);
  // Lists without tables stay on one line: ranges, heading paths.
  const bool flat = value.list() && std::none_of(value.list()->begin(), value.list()->end(),
                                                 [](const Value& element) { return element.table(); });
  if (flat) writer.SetFormatOptions(rapidjson::kFormatSingleLineArray);
  write_value(writer, value);
  if (flat) writer.SetFormatOptions(rapidjson::kFormatDefault);
}

void write_fields(Writer& writer, const Document& document, const std::vector<std::string>& fields) {
  for (const std::string& name : fields) {
    if (name == "text") {
      write_string(writer, name);
      write_string(writer, document.text().view());
    } else {
      write(writer, name, field(document, name));
    }
  }
}

std::string filing_name(const Document& document) {
  const Value& filing = field(document, "filing");
  if (filing.string()) return *filing.string();
  const std::string_view path = without_extension(document.origin().path);
  return std::string(path.substr(path.rfind('/') + 1));
}

}  // namespace

void JsonDocuments::Params::declare(ParamList& list) {
  list.required("path", path, "pattern of the file names, such as \"{path}_{section}.json\"");
  list.optional("group_by", group_by, "metadata field that divides a source document into files; empty: one file");
  list.optional("document_fields", document_fields, "metadata written below document_info");
  list.optional("processing_fields", processing_fields, "metadata written below processing_metadata");
  list.optional("section_fields", section_fields, "metadata written below section_metadata");
  list.optional("segment_fields", segment_fields, "metadata written for each segment; \"text\" is its text");
}

std::optional<std::string> JsonDocuments::Params::check() const {
  const std::vector<std::string> fields = name_fields(path);
  if (std::find(fields.begin(), fields.end(), "") != fields.end()) return "`path` has a `{` that is not closed";
  if (!group_by.empty() && std::find(fields.begin(), fields.end(), group_by) == fields.end()) {
    return "`path` must hold {" + group_by + "}, since `group_by` makes a file for each value of it";
  }
  return std::nullopt;
}

void JsonDocuments::encode(std::span<const Document> documents, RecordWriter& out) {
  std::vector<std::string> names;
  for (const Group& group : groups(documents)) {
    std::string name = fill_name(params_.path, group.front()->origin(), group.front()->metadata());
    if (std::find(names.begin(), names.end(), name) != names.end()) {
      return out.fail(FailureClass::rejected, "name_taken",
                      "two values of " + params_.group_by + " give the file " + name);
    }
    write_group(group);
    out.begin_file(name);
    out.append({buffer_.GetString(), buffer_.GetSize()});
    out.append("\n");
    for (std::size_t i = 0; i < group.size(); ++i) out.end_record();
    names.push_back(std::move(name));
  }
}

std::vector<JsonDocuments::Group> JsonDocuments::groups(std::span<const Document> documents) const {
  std::vector<Group> groups;
  for (const Document& document : documents) {
    auto group = std::find_if(groups.begin(), groups.end(), [&](const Group& candidate) {
      return params_.group_by.empty() ||
             field(*candidate.front(), params_.group_by) == field(document, params_.group_by);
    });
    if (group == groups.end()) group = groups.insert(group, Group());
    group->push_back(&document);
  }
  return groups;
}

void JsonDocuments::write_group(const Group& group) {
  const Document& first = *group.front();
  buffer_.Clear();
  Writer writer(buffer_);
  writer.SetIndent(' ', 2);
  writer.StartObject();
  write(writer, "version", kVersion);
  write(writer, "filing_name", filing_name(first));
  write_string(writer, "document_info");
  writer.StartObject();
  write_fields(writer, first, params_.document_fields);
  writer.EndObject();
  write_string(writer, "processing_metadata");
  writer.StartObject();
  write_fields(writer, first, params_.processing_fields);
  write(writer, "source_bytes", static_cast<std::int64_t>(first.origin().size));
  writer.EndObject();
  write_string(writer, "section_metadata");
  writer.StartObject();
  write_fields(writer, first, params_.section_fields);
  writer.EndObject();
  write(writer, "num_segments", group.size());
  write_string(writer, "segments");
  writer.StartArray();
  for (const Document* document : group) {
    writer.StartObject();
    write_fields(writer, *document, params_.segment_fields);
    writer.EndObject();
  }
  writer.EndArray();
  writer.EndObject();
}

}  // namespace weir::json
