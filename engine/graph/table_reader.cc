#include "graph/table_reader.h"

#include <weir/units.h>

#include <algorithm>
#include <utility>

#include "graph/amounts.h"
#include "graph/suggestion.h"

namespace weir::graph {

namespace {

bool holds(const std::vector<std::string>& keys, const std::string& key) {
  return std::find(keys.begin(), keys.end(), key) != keys.end();
}

}  // namespace

Diagnostic wrong_type(std::string_view key, const Element& value, std::string_view expected) {
  return {"E011",   "`" + std::string(key) + "` " + std::string(expected),
          value.at, "this is " + std::string(value.type()),
          {},       {}};
}

Diagnostic not_available(std::string_view what, const Location& at) {
  return {"E015", "`" + std::string(what) + "` is not available in this version",
          at,     "a later version will know it",
          {},     {"take it out; it is not ignored, so that a graph never does less than it says"}};
}

const Element* TableReader::any(std::string_view key) {
  known_.emplace_back(key);
  const Member* member = table_.find(key);
  return member ? &member->value : nullptr;
}

const Element* TableReader::table(std::string_view key) {
  const Element* value = any(key);
  if (!value || value->table()) return value;
  diagnostics_.add(wrong_type(key, *value, "must be a table"));
  return nullptr;
}

const std::string* TableReader::string(std::string_view key) {
  const Element* value = any(key);
  if (!value) return nullptr;
  if (!value->string()) diagnostics_.add(wrong_type(key, *value, "must be a string"));
  return value->string();
}

std::optional<std::int64_t> TableReader::integer(std::string_view key, std::int64_t lowest, std::int64_t highest) {
  const Element* value = any(key);
  if (!value) return std::nullopt;
  if (!value->integer()) {
    diagnostics_.add(wrong_type(key, *value, "must be an integer"));
    return std::nullopt;
  }
  const std::int64_t integer = *value->integer();
  if (integer >= lowest && integer <= highest) return integer;
  diagnostics_.add(
      {"E013",
       "`" + std::string(key) + "` must be between " + std::to_string(lowest) + " and " + std::to_string(highest),
       value->at,
       "",
       {},
       {}});
  return std::nullopt;
}

std::optional<std::uint64_t> TableReader::size(std::string_view key, std::uint64_t lowest, std::uint64_t highest) {
  const Element* value = any(key);
  if (!value) return std::nullopt;
  if (!value->string()) {
    diagnostics_.add(wrong_type(key, *value, "must be a size such as \"64MiB\""));
    return std::nullopt;
  }
  const std::optional<std::uint64_t> bytes = parse_size(*value->string());
  if (!bytes) {
    diagnostics_.add(wrong_unit(key, *value, Quantity::size));
  } else if (*bytes < lowest || *bytes > highest) {
    diagnostics_.add(
        {"E013",
         "`" + std::string(key) + "` must be between " + format_size(lowest) + " and " + format_size(highest),
         value->at,
         "",
         {},
         {}});
    return std::nullopt;
  }
  return bytes;
}

std::optional<std::chrono::milliseconds> TableReader::duration(std::string_view key, std::chrono::milliseconds lowest,
                                                               std::chrono::milliseconds highest) {
  const Element* value = any(key);
  if (!value) return std::nullopt;
  if (!value->string()) {
    diagnostics_.add(wrong_type(key, *value, "must be a duration such as \"10min\""));
    return std::nullopt;
  }
  const std::optional<std::chrono::milliseconds> duration = parse_duration(*value->string());
  if (!duration) {
    diagnostics_.add(wrong_unit(key, *value, Quantity::duration));
  } else if (*duration < lowest || *duration > highest) {
    diagnostics_.add(
        {"E013",
         "`" + std::string(key) + "` must be between " + written_duration(lowest) + " and " + written_duration(highest),
         value->at,
         "",
         {},
         {}});
    return std::nullopt;
  }
  return duration;
}

void TableReader::unavailable(std::string_view key) {
  unavailable_.emplace_back(key);
  const Member* member = table_.find(key);
  if (member) diagnostics_.add(not_available(key, member->key_at));
}

void TableReader::require(std::string_view key, const Location& at) {
  if (!table_.find(key)) missing_.push_back({std::string(key), at});
}

void TableReader::finish() {
  for (const Member& member : *table_.table()) {
    if (holds(known_, member.key) || holds(unavailable_, member.key)) continue;
    const std::optional<std::string> meant = meant_by(member.key);
    Diagnostic unknown{"E012", "unknown key `" + member.key + "`", member.key_at, owner_ + " has no such key", {}, {}};
    unknown.helps.push_back(meant ? did_you_mean(*meant) : "there are " + enumerate(known_));
    diagnostics_.add(std::move(unknown));
    std::erase_if(missing_, [&](const Required& required) { return meant == required.key; });
  }
  for (const Required& required : missing_) {
    diagnostics_.add({"E010", "missing key `" + required.key + "`", required.at, owner_ + " needs it", {}, {}});
  }
}

// A key that is there already was hardly meant.
std::optional<std::string> TableReader::meant_by(std::string_view unknown) const {
  std::vector<std::string> free = known_;
  std::erase_if(free, [this](const std::string& key) { return table_.find(key); });
  return nearest(unknown, free);
}

}  // namespace weir::graph
