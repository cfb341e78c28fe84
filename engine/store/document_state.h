// What the store knows of one document: of a source document, or of one that lies in a spool.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "store/rows.h"
#include "store/verdicts.h"

namespace weir::store {

struct DocumentState {
  std::string source;  // the node that listed it, or its spool
  Entry entry;
  DocumentKey key;
  BatchId batch = 0;  // in which it runs, or ran
  Priority priority = Priority::normal;
  bool committed = false;
  std::optional<DocumentVerdict> verdict;  // where it is not plainly done
  bool carried = false;                    // it reached no sink but a spool
  bool absorbed = false;                   // a fold took it into others
};

struct OriginOutcome {
  std::string outcome;                      // done, filtered, dead, under way
  std::optional<std::uint64_t> decided_by;  // the entry in a spool whose verdict it is
};

// An entry that somebody may have meant.
struct FoundEntry {
  std::string source;
  Entry entry;
};

}  // namespace weir::store
