// In what order the entries of a source may run: which go first where several could, and which have to wait for others.
// Decided when the listing is recorded, and stored with it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include <weir/listing.h>

#include "graph/specification.h"

namespace weir::run {

struct Precedence {
  // By entry; empty where all are the same: of normal priority, and on level 0.
  std::vector<Priority> priorities;   // raised to critical where others depend on the entry
  std::vector<std::uint32_t> levels;  // 0 where it depends on nothing, else above all that it depends on
  // An entry, and one that it depends on: indices, ascending.
  std::vector<std::pair<std::size_t, std::size_t>> dependencies;

  Priority priority(std::size_t entry) const { return priorities.empty() ? Priority::normal : priorities[entry]; }
  std::uint32_t level(std::size_t entry) const { return levels.empty() ? 0 : levels[entry]; }
};

// What an entry says of its priority goes before the rules. What it depends on and is not among `entries`, because it
// was not selected, holds nobody back. Throws RunError where entries depend on one another in a circle.
Precedence precedence_of(std::span<const ListedEntry> entries, const std::vector<graph::PriorityRule>& rules);

}  // namespace weir::run
