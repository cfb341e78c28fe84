#include "manifest/manifest.h"

#include <fcntl.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include "files/folder.h"
#include "files/walk.h"
#include "json/read_value.h"
#include "json/write_value.h"
#include "manifest/csv_rows.h"
#include "manifest/dependencies.h"
#include "manifest/jsonl_rows.h"
#include "manifest/toml_rows.h"

namespace weir::manifest {
namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& file) {
  errno = 0;
  std::ifstream in(file, std::ios::binary);
  if (!in || fs::is_directory(file)) {
    throw ListingError("cannot read the manifest: " + file.string() + ": " + std::strerror(in ? EISDIR : errno));
  }
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<Row> rows_of(const fs::path& file, Faults& faults) {
  const std::string ending = file.extension().string();
  const std::string text = text_of(file);
  if (ending == ".csv") return read_csv(text, file.string(), faults);
  if (ending == ".jsonl") return read_jsonl(text, file.string(), faults);
  if (ending == ".toml") return read_toml(text, file.string(), faults);
  throw ListingError("a manifest is named .csv, .jsonl or .toml, by what it holds: " + file.string());
}

std::string as_json(const Table& metadata) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer writer(buffer);
  json::write_value(writer, Value(metadata));
  return {buffer.GetString(), buffer.GetSize()};
}

}  // namespace

void Manifest::Params::declare(ParamList& list) {
  list.required(
      "file", file,
      "CSV file, JSON lines or TOML with [[documents]], relative to the graph file; the command line can name "
      "others");
  list.optional("root", root, "where its paths begin, relative to the graph file; otherwise the folder of `file`");
}

std::optional<std::string> Manifest::Params::check() const {
  if (file.empty()) return "`file` is empty";
  return std::nullopt;
}

void Manifest::list(Lister& out) {
  std::vector<std::string> inputs = out.inputs();
  if (inputs.empty()) inputs.push_back((fs::path(out.base_directory()) / params_.file).lexically_normal().string());
  Faults faults;
  bool all_rows = true;
  std::vector<Item> items;
  for (const std::string& input : inputs) {
    const fs::path root =
        params_.root.empty() ? fs::path(input).parent_path() : fs::path(out.base_directory()) / params_.root;
    const std::vector<Row> rows = rows_of(input, faults);
    all_rows = all_rows && faults.empty();
    for (Item& item : items_of(rows, faults)) {
      item.location = (fs::absolute(root) / item.location).lexically_normal().string();
      items.push_back(std::move(item));
    }
  }
  // Who needs a row that could not be read is not at fault.
  if (all_rows) resolve(items, faults);
  if (!faults.empty()) throw ListingError("the manifest cannot be used:\n" + faults.text());
  for (const Item& item : items) {
    ListedEntry entry = entry_for(item);
    for (const std::size_t need : item.needs) entry.depends_on.push_back(items[need].path);
    out.add(std::move(entry));
  }
}

ListedEntry Manifest::entry_for(const Item& item) const {
  ListedEntry entry;
  if (const files::Look look = files::look_at(AT_FDCWD, item.location, 0); look.error != 0) {
    entry.path = item.path;
    entry.location = item.location;
    entry.refusal = {true, "missing_file",
                     item.place.file + ":" + std::to_string(item.place.line) + ": " + std::strerror(look.error)};
  } else {
    entry = files::entry_for(item.location, item.path, {});
  }
  if (!item.metadata.empty()) entry.attached = as_json(item.metadata);
  entry.priority = item.priority;
  entry.expected_memory = item.expected_memory;
  return entry;
}

void Manifest::read(const ListedEntry& entry, SourceEmitter& out) {
  Document document = out.document();
  document.set_content(out.open());
  if (!entry.attached.empty()) {
    Value metadata;
    std::string error;
    if (!json::read_value(entry.attached, metadata, error) || !metadata.table()) {
      return out.out().fail(FailureClass::rejected, "metadata", "what the listing has of the document: " + error);
    }
    for (const auto& [key, value] : *metadata.table()) document.metadata().set(key, value);
  }
  out.out().emit(std::move(document));
}

}  // namespace weir::manifest
