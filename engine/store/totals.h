// What a store adds up to, for summaries and `weir status`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "store/verdicts.h"

namespace weir::store {

// The books of one source, or of all of them.
struct Totals {
  std::string source;
  std::uint64_t entries = 0;          // listed
  std::uint64_t bytes = 0;            // listed
  std::uint64_t pending_entries = 0;  // not committed, or to be run again
  std::uint64_t pending_bytes = 0;
  std::uint64_t pending_batches = 0;
  std::uint64_t read = 0;  // source documents that ran
  std::uint64_t done = 0;
  std::uint64_t filtered = 0;
  std::uint64_t dead = 0;
  std::uint64_t ignored = 0;    // of the dead: somebody has looked at all that is dead of them, and let it be
  std::uint64_t under_way = 0;  // lie in a spool, and what becomes of them is decided below it
  bool is_spool = false;        // the documents of a spool: the books of a run are those of its other sources

  bool parts_balance = true;  // of a sum: the books of each; what one has too many makes up for nothing elsewhere

  std::uint64_t dead_and_not_ignored() const { return dead - ignored; }
  bool books_balance() const { return parts_balance && read == done + filtered + dead + under_way; }
  void add(const Totals& other);
};

// How many documents ended for one reason at one node.
struct ReasonCount {
  std::string node;
  std::string reason;
  std::uint64_t documents = 0;
};

struct Session {
  std::uint64_t pid = 0;
  std::int64_t started_ms = 0;  // since the epoch of the system's clock
  std::int64_t committed_ms = 0;
  std::uint64_t commits = 0;
  std::uint64_t documents = 0;
  std::uint64_t bytes = 0;
  std::string outcome;  // empty while it runs, or where it was killed
};

}  // namespace weir::store
