// Undoes what was committed, for documents that must run again; always within a transaction of the committer.
#pragma once

#include <vector>

#include "store/commit_record.h"
#include "store/database.h"
#include "store/verdict_writer.h"

namespace weir::store {

class Reopening {
 public:
  explicit Reopening(const Database& database);

  // Makes the document dead and undoes its batch, which runs again without it. Who lost a name to it is revived.
  void evict(const Eviction& eviction);

  // Gives every document that is dead because `rival` had its file name another try: as a batch of one.
  void revive_rivals_of(DocumentKey rival);

  // The batches that became pending since the last call, each once, ascending.
  std::vector<BatchId> take_reopened();

 private:
  // Takes back all that the batch's commit recorded. Its files become stale: nobody's, until somebody writes the name.
  void undo(BatchId batch);
  void revive(DocumentKey document, BatchId batch);
  bool is_batch_of_one(BatchId batch);

  Statement make_pending_;
  Statement delete_extents_;
  Statement make_files_stale_;
  Statement delete_verdicts_;
  Statement delete_drops_;
  Statement ordinal_of_batch_;
  VerdictWriter verdicts_;
  Statement note_evicted_;
  Statement close_batch_of_one_;
  Statement find_rivals_;
  Statement delete_verdict_;
  Statement note_left_out_;
  Statement insert_own_batch_;
  Statement insert_left_out_;
  std::vector<BatchId> reopened_;
};

}  // namespace weir::store
