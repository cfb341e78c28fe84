#include "run/precedence.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>

#include "run/exit_code.h"

namespace weir::run {
namespace {

bool holds(const graph::PriorityRule& rule, std::uint64_t size) {
  return (!rule.size_above || size > *rule.size_above) && (!rule.size_below || size < *rule.size_below);
}

Priority priority_of(const ListedEntry& entry, const std::vector<graph::PriorityRule>& rules) {
  if (entry.priority) return *entry.priority;
  const auto rule = std::find_if(rules.begin(), rules.end(),
                                 [&](const graph::PriorityRule& each) { return holds(each, entry.size); });
  return rule == rules.end() ? Priority::normal : rule->priority;
}

void find_dependencies(std::span<const ListedEntry> entries, Precedence& found) {
  std::unordered_map<std::string_view, std::size_t> places;
  for (std::size_t i = 0; i < entries.size(); ++i) places.emplace(entries[i].path, i);
  for (std::size_t i = 0; i < entries.size(); ++i) {
    for (const std::string& path : entries[i].depends_on) {
      if (const auto place = places.find(path); place != places.end())
        found.dependencies.emplace_back(i, place->second);
    }
  }
  std::sort(found.dependencies.begin(), found.dependencies.end());
  const auto end = std::unique(found.dependencies.begin(), found.dependencies.end());
  found.dependencies.erase(end, found.dependencies.end());
}

// Takes away what depends on nothing that is left, level by level, until nothing is left.
void find_levels(std::span<const ListedEntry> entries, Precedence& found) {
  std::vector<std::vector<std::size_t>> dependents(entries.size());
  std::vector<std::size_t> unmet(entries.size());
  for (const auto& [entry, depends_on] : found.dependencies) {
    dependents[depends_on].push_back(entry);
    ++unmet[entry];
  }
  std::vector<std::size_t> ready;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (unmet[i] == 0) ready.push_back(i);
  }
  found.levels.resize(entries.size());
  for (std::size_t next = 0; next < ready.size(); ++next) {
    for (const std::size_t entry : dependents[ready[next]]) {
      found.levels[entry] = std::max(found.levels[entry], found.levels[ready[next]] + 1);
      if (--unmet[entry] == 0) ready.push_back(entry);
    }
  }
  if (ready.size() == entries.size()) return;
  const auto stuck = std::find_if(unmet.begin(), unmet.end(), [](std::size_t count) { return count > 0; });
  throw RunError(ExitCode::graph, "a source lists documents that depend on one another in a circle: " +
                                      entries[static_cast<std::size_t>(stuck - unmet.begin())].path +
                                      " is one, or waits for one");
}

}  // namespace

Precedence precedence_of(std::span<const ListedEntry> entries, const std::vector<graph::PriorityRule>& rules) {
  Precedence found;
  const bool depends =
      std::any_of(entries.begin(), entries.end(), [](const ListedEntry& entry) { return !entry.depends_on.empty(); });
  const bool prefers = !rules.empty() || std::any_of(entries.begin(), entries.end(), [](const ListedEntry& entry) {
    return entry.priority.has_value();
  });
  if (depends || prefers) {
    for (const ListedEntry& entry : entries) found.priorities.push_back(priority_of(entry, rules));
  }
  if (!depends) return found;
  find_dependencies(entries, found);
  find_levels(entries, found);
  for (const auto& [entry, depends_on] : found.dependencies) found.priorities[depends_on] = Priority::critical;
  return found;
}

}  // namespace weir::run
