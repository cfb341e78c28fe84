// What is done about a graph or inputs that changed since a run began, and what is remembered of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "store/rows.h"

namespace weir::store {

enum class Decision : std::uint8_t { accepted, rerun_affected, rerun_all };

// One thing that decides a node's output, before and after; absent where there was or is none.
struct DecidedChange {
  std::string node;
  std::string key;
  std::optional<std::string> before;
  std::optional<std::string> after;
  std::uint64_t documents = 0;  // that had been through the node
};

struct DecisionRecord {
  Decision decision = Decision::accepted;
  std::string why;  // of `accepted`, as the user said it
  std::vector<DecidedChange> changes;
  std::uint64_t inputs = 0;     // documents whose bytes changed
  std::int64_t decided_ms = 0;  // since the epoch of the system's clock; set by the store
};

// What an entry of the listing is now.
struct ChangedEntry {
  std::uint64_t entry = 0;
  ListedEntry listed;
};

// What is to run again although it was committed.
struct Forgetting {
  std::vector<std::string> sources;   // all that came of their documents, in every sink
  std::vector<ChangedEntry> entries;  // all that came of these, which are listed as they are now
};

}  // namespace weir::store
