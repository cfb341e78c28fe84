// Everything that one transaction of the committer changes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "store/attempts.h"
#include "store/output.h"
#include "store/rows.h"
#include "store/verdicts.h"

namespace weir::store {

// What the bytes of an entry added up to when it was read.
struct EntryHash {
  std::uint64_t entry = 0;
  std::string hash;  // XXH3-128, 32 hexadecimal digits
};

struct BatchCommit {
  BatchId batch = 0;
  std::uint64_t read = 0;  // source documents that ran, without those left out: done + verdicts
  std::uint64_t done = 0;
  std::vector<DocumentVerdict> verdicts;  // of those that are not done
  std::vector<DropCount> drops;
  std::vector<Extent> extents;
  std::vector<FileRecord> files;
  std::vector<EntryHash> contents = {};  // of the entries that were read to their ends
  // Of those that failed: with a verdict among the above, or to run again. A document that is to run again leaves its
  // batch and is counted there no more; where it is all of its batch, the batch stays pending.
  std::vector<FailedAttempt> failed = {};
  // Of those that are done, the documents that reached no sink but a spool: what becomes of them is decided below it.
  std::vector<DocumentKey> carried = {};
};

// A document that is done already, but whose file name belongs to one earlier in source order that came later. It is
// dead from now on; its batch is undone and runs again without it, and who lost a name to it gets another try.
struct Eviction {
  DocumentVerdict verdict;
  BatchId batch = 0;
};

struct CommitRecord {
  std::vector<BatchCommit> batches;
  std::vector<Eviction> evictions;  // undone before the batches are recorded
  std::vector<PartLength> parts;
  std::vector<NodeWork> work;
  std::vector<SinkWork> sinks = {};
  std::vector<Extent> headers = {};  // `first` is not used: they come before all documents, and belong to no batch
  // The files of all earlier commits have their final names, durably.
  bool earlier_files_settled = false;
  // Stale files that are gone, durably.
  std::vector<std::string> removed_files;
};

struct CommitResult {
  std::uint64_t epoch = 0;
  std::vector<BatchId> reopened;         // pending again, or new batches of one
  std::vector<std::string> stale_files;  // names that nobody produces any more
};

}  // namespace weir::store
