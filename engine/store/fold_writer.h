// Records what a fold made of the documents of a spool, all in one transaction: verdicts as they are found, and in the
// end that all of its batches are committed. What is neither dropped nor failed nor absorbed goes on.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "store/commit_record.h"
#include "store/database.h"
#include "store/verdict_writer.h"

namespace weir::store {

struct FoldCommit {
  std::vector<Extent> extents;  // of what it emitted
  std::vector<PartLength> parts;
  std::vector<DropCount> drops;
  NodeWork work;
};

class FoldWriter {
 public:
  // What is not finished when the writer goes is rolled back. Both must outlive it.
  FoldWriter(const Database& database, std::string_view spool);

  // A document that is dropped or dead, by its entry.
  void add(const DocumentVerdict& verdict);
  // A document that goes no further, and is done.
  void absorb(std::uint64_t entry);

  void finish(const FoldCommit& commit);

 private:
  BatchId batch_of(std::uint64_t entry);

  const Database& database_;
  Transaction transaction_;
  std::uint64_t source_ = 0;
  VerdictWriter verdicts_;
  Statement find_batch_;
  Statement carry_;
  Statement absorb_;
};

}  // namespace weir::store
