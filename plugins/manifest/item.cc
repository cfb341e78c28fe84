#include "manifest/item.h"

#include <array>
#include <filesystem>
#include <utility>

#include <weir/units.h>

#include "files/name.h"

namespace weir::manifest {
namespace {

namespace fs = std::filesystem;

constexpr std::array kPriorities{Priority::critical, Priority::high, Priority::normal, Priority::low};

// Reads the fields of one row.
class RowReader {
 public:
  RowReader(const Place& place, Faults& faults) : place_(place), faults_(faults) {}

  void read(const std::string& key, const Value& value, Item& item) {
    if (key == "path") return read_path(value, item);
    if (key == "location") return read_string(key, value, item.location);
    if (key == "id") return read_string(key, value, item.id);
    if (key == "priority") return read_priority(value, item);
    if (key == "depends_on") return read_dependencies(value, item);
    if (key == "cost") return read_cost(value, item);
    item.metadata.set(key, value);
  }

  void refuse(const std::string& what) { faults_.add(place_, what); }

 private:
  void read_string(const std::string& key, const Value& value, std::string& into) {
    if (!value.string() || value.string()->empty()) return refuse("`" + key + "` must be a string that is not empty");
    into = *value.string();
  }

  void read_path(const Value& value, Item& item) {
    std::string written;
    read_string("path", value, written);
    if (written.empty()) return;
    const fs::path path = fs::path(written).lexically_normal();
    const std::string identity = path.relative_path().string();
    if (identity.empty() || identity == "." || identity.ends_with('/') || *path.begin() == "..") {
      return refuse("`path` must name a file below the folder of the manifest, or below `root`: " + written);
    }
    if (item.location.empty()) item.location = written;
    item.path = files::path_text(identity);
  }

  void read_priority(const Value& value, Item& item) {
    for (const Priority priority : kPriorities) {
      if (value.string() && *value.string() == to_string(priority)) item.priority = priority;
    }
    if (item.priority) return;
    refuse("`priority` must be critical, high, normal or low" + (value.string() ? ": " + *value.string() : ""));
  }

  void read_dependencies(const Value& value, Item& item) {
    const List names = value.list() ? *value.list() : List{value};
    for (const Value& name : names) {
      if (!name.string()) return refuse("`depends_on` must be a list of ids or paths");
      item.depends_on.push_back(*name.string());
    }
  }

  void read_cost(const Value& value, Item& item) {
    const auto bytes = value.string() ? parse_size(*value.string()) : std::nullopt;
    if (!bytes || *bytes == 0) return refuse("`cost` must be an amount of memory such as \"800MiB\"");
    item.expected_memory = *bytes;
  }

  const Place& place_;
  Faults& faults_;
};

Item item_of(const Row& row, Faults& faults) {
  Item item;
  item.place = row.place;
  RowReader reader(item.place, faults);
  if (!row.fields.find("path")) reader.refuse("there is no `path`");
  for (const auto& [key, value] : row.fields) {
    if (!value.is_null()) reader.read(key, value, item);
  }
  return item;
}

}  // namespace

std::vector<Item> items_of(const std::vector<Row>& rows, Faults& faults) {
  std::vector<Item> items;
  items.reserve(rows.size());
  for (const Row& row : rows) items.push_back(item_of(row, faults));
  return items;
}

}  // namespace weir::manifest
