// What the store keeps, as plain structs: the listing and its cut.
//
// An entry is one listed file, archive member or record range, numbered from 0 in listing order. A source document is
// (entry, ordinal): files and members have ordinal 0, ranges one document for each record. All output is ordered by
// that pair. Sizes and offsets are bytes.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <weir/listing.h>

namespace weir::store {

using BatchId = std::uint64_t;

struct DocumentKey {
  std::uint64_t entry = 0;
  std::uint64_t ordinal = 0;

  auto operator<=>(const DocumentKey&) const = default;
};

// What a run is, for as long as its directory lives.
struct RunInfo {
  std::string graph;        // name of the graph
  std::string fingerprint;  // of everything that decides the output; compared by whoever resumes
  std::string options;      // how the run was asked for, in its caller's own format
  std::string weir;         // version that began it
};

struct RunState {
  RunInfo info;
  bool listed = false;      // the listing is complete
  std::uint64_t epoch = 0;  // commits so far
};

// A document in a spool, which is an entry of the phase below it. `records` of its entry is where its bytes lie.
struct Spooled {
  DocumentKey origin;          // the source document that it comes from, in the first phase
  std::uint64_t checksum = 0;  // XXH3-64 of its bytes
};

// Where documents of one phase wait for the next.
struct Spool {
  std::string name;
  bool listed = false;  // complete, and its documents are entries of the listing
};

struct Entry {
  std::uint64_t number = 0;
  ListedEntry listed;
  std::optional<Spooled> spooled;
};

// Neighbours in the listing that are run and committed together, or one document that left its batch.
struct Batch {
  BatchId id = 0;
  std::string source;  // node that listed it
  std::uint64_t first_entry = 0;
  std::uint64_t last_entry = 0;  // inclusive
  std::uint64_t bytes = 0;       // listed
  Priority priority = Priority::normal;
  std::optional<DocumentKey> only;    // set for a batch of one
  bool waited = false;                // of one: it has failed before, and its time has come
  std::vector<DocumentKey> left_out;  // to be skipped: they have a verdict, or a batch of their own; ascending
};

// How many records batches have somewhere.
using BatchRecords = std::map<BatchId, std::uint64_t>;

// Where a batch stands.
struct BatchState {
  BatchId batch = 0;
  bool committed = false;
  bool given_up = false;  // of one document, which is dead
};

}  // namespace weir::store
