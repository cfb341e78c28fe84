// What a run finds changed when it goes on: in its graph, against what its store remembers, and in its inputs, against
// its listing.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "graph/specification.h"
#include "run/selection.h"
#include "store/changes.h"
#include "store/read_store.h"

namespace weir::run {

struct GraphChanges {
  std::vector<store::DecidedChange> changes;
  std::set<std::string> sources;  // whose documents they concern
  std::uint64_t documents = 0;    // of those sources, that ran already
  bool listing = false;  // a source is among what changed: or where documents wait: another listing comes of it
  bool source_gone = false;

  bool empty() const { return changes.empty(); }
};

GraphChanges find_graph_changes(const store::ReadStore& store, std::string_view fingerprint);

// A table of the changes and the choices that there are, each line ended.
std::string describe(const GraphChanges& changes);

struct InputChanges {
  // Other bytes, or perhaps other bytes: another size; or another time and another hash, or one that was never taken.
  std::vector<store::ChangedEntry> changed;
  // Another time and the same bytes.
  std::vector<store::ChangedEntry> touched;
  std::uint64_t gone = 0;   // listed, and not found any more
  std::uint64_t added = 0;  // found, and not listed

  bool empty() const { return changed.empty() && gone == 0 && added == 0; }
};

// Compares the listing with what would be listed now. Reads the bytes of an entry only where its time is another one,
// its size is not, and there is a hash to compare with.
InputChanges find_input_changes(const store::ReadStore& store, const graph::Specification& specification,
                                const std::vector<Listed>& now);

// Of an entry that is found again: whether it could have other bytes than when it was listed.
bool may_differ(const ListedEntry& before, const ListedEntry& now);
// Whether such a one is known to have the same: only its time is another one, and its hash is that of what was read.
// Reads it.
bool has_same_bytes(const store::ReadStore& store, const store::Entry& before, const ListedEntry& now);

// "2 changed, 1 gone, 3 new".
std::string describe(const InputChanges& changes);

}  // namespace weir::run
