#include "graph/read_priority.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "graph/suggestion.h"
#include "graph/table_reader.h"

namespace weir::graph {
namespace {

constexpr std::uint64_t kLargest = std::uint64_t{1} << 50;
constexpr std::array kPriorities{Priority::critical, Priority::high, Priority::normal, Priority::low};

void read_name(const std::string& name, const Location& at, PriorityRule& rule, Diagnostics& diagnostics) {
  std::vector<std::string> names;
  for (const Priority priority : kPriorities) {
    if (name == to_string(priority)) {
      rule.priority = priority;
      return;
    }
    names.emplace_back(to_string(priority));
  }
  Diagnostic wrong{"E013", "`as` must be a priority", at, "`" + name + "` is none of " + enumerate(names), {}, {}};
  if (const auto meant = nearest(name, names)) wrong.helps.push_back(did_you_mean(*meant));
  diagnostics.add(std::move(wrong));
}

PriorityRule read_rule(const Element& value, Diagnostics& diagnostics) {
  PriorityRule rule;
  TableReader reader(value, "a rule of `priority`", diagnostics);
  rule.size_above = reader.size("size_above", 1, kLargest);
  rule.size_below = reader.size("size_below", 1, kLargest);
  if (const std::string* name = reader.string("as")) read_name(*name, value.find("as")->value.at, rule, diagnostics);
  reader.require("as", value.at);
  reader.finish();
  if (!value.find("size_above") && !value.find("size_below")) {
    diagnostics.add(
        {"E013", "a rule of `priority` has no condition", value.at, "no `size_above` or `size_below`", {}, {}});
  }
  return rule;
}

}  // namespace

void read_priority(const Element& value, RunSettings& run, Diagnostics& diagnostics) {
  const auto is_table = [](const Element& each) { return each.table() != nullptr; };
  if (!value.list() || !std::all_of(value.list()->begin(), value.list()->end(), is_table)) {
    return diagnostics.add(
        wrong_type("priority", value, "must be a list of rules such as [{ size_above = \"5MB\", as = \"high\" }]"));
  }
  for (const Element& each : *value.list()) run.priority.push_back(read_rule(each, diagnostics));
}

}  // namespace weir::graph
