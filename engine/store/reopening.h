// Undoes what was committed, for documents that must run again; always within a transaction of the committer.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
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

  // Lets a document that failed run again, alone and not before that time: it leaves its batch, unless it is all of it.
  // Says in which batch it will run.
  BatchId set_aside(DocumentKey document, BatchId batch, std::int64_t not_before_ms);
  // Gives a document up whose batch has yet to run: the batch will run without it.
  void give_up(const DocumentVerdict& verdict, BatchId batch);
  // Lets a document that is dead run again, alone. What it went through is remembered and does not count; `allowed`
  // attempts do, where that is set.
  void reopen(DocumentKey document, BatchId batch, std::optional<std::uint64_t> allowed);

  // Undoes every batch of the source that is committed. What waits for another attempt there begins anew.
  void undo_source(std::string_view source);
  // Undoes what came of an entry. One that is dead or filtered leaves its batch; one that is done takes its batch
  // along.
  void undo_entry(std::uint64_t entry);
  // After these: who lost a name to a document that runs again gets another try too.
  void revive_rivals_of_undone();

  // The batches that became pending since the last call, each once, ascending.
  std::vector<BatchId> take_reopened();

 private:
  // Takes back all that the batch's commit recorded. Its files become stale: nobody's, until somebody writes the name.
  void undo(BatchId batch);
  std::vector<std::pair<DocumentKey, BatchId>> read_documents(Statement& rows);
  void revive(DocumentKey document, BatchId batch);
  void undo_with_attempts(BatchId batch);
  // Makes a batch of one for a document that is not in the books of its batch any more.
  BatchId leave(DocumentKey document, BatchId batch);
  bool is_batch_of_one(BatchId batch);

  Statement committed_of_source_;
  Statement waiting_of_source_;
  Statement batch_of_entry_;
  Statement verdict_of_entry_;
  Statement find_rivals_of_batch_;
  Statement make_pending_;
  Statement delete_attempts_;
  Statement delete_attempts_of_;
  Statement wait_;
  Statement begin_round_;
  Statement note_set_aside_;
  Statement delete_extents_;
  Statement make_files_stale_;
  Statement delete_verdicts_;
  Statement delete_carried_;
  Statement delete_absorbed_;
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
