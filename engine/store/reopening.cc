#include "store/reopening.h"

#include <algorithm>
#include <utility>

#include "mutant/mutant.h"

namespace weir::store {
namespace {

constexpr const char* kPurpose = "undo a batch";

}  // namespace

Reopening::Reopening(const Database& database)
    : make_pending_(database.prepare(
          "UPDATE batches SET state = 'pending', read = 0, done = 0, undone = undone + 1, "
          "left_out = EXISTS (SELECT 1 FROM left_out l WHERE l.entry BETWEEN first_entry AND last_entry "
          "AND l.batch = batches.batch) WHERE batch = ? AND state = 'committed'",
          kPurpose)),
      delete_extents_(database.prepare("DELETE FROM extents WHERE batch = ?", kPurpose)),
      make_files_stale_(
          database.prepare("UPDATE files SET state = 'stale', temporary = NULL WHERE batch = ?", kPurpose)),
      delete_verdicts_(database.prepare(
          "DELETE FROM documents WHERE entry BETWEEN (SELECT first_entry FROM batches WHERE batch = ?1) AND "
          "(SELECT last_entry FROM batches WHERE batch = ?1) AND batch = ?1",
          kPurpose)),
      delete_drops_(database.prepare("DELETE FROM drops WHERE batch = ?", kPurpose)),
      ordinal_of_batch_(database.prepare("SELECT ordinal FROM batches WHERE batch = ?", kPurpose)),
      verdicts_(database),
      note_evicted_(database.prepare("UPDATE batches SET left_out = 1, read = read + 1 WHERE batch = ?", kPurpose)),
      close_batch_of_one_(database.prepare("UPDATE batches SET state = 'committed' WHERE batch = ?", kPurpose)),
      find_rivals_(database.prepare(
          "SELECT entry, ordinal, batch FROM documents WHERE rival_entry = ? AND rival_ordinal = ?", kPurpose)),
      delete_verdict_(database.prepare("DELETE FROM documents WHERE entry = ? AND ordinal = ?", kPurpose)),
      note_left_out_(database.prepare("UPDATE batches SET left_out = 1, read = read - 1 WHERE batch = ?", kPurpose)),
      insert_own_batch_(
          database.prepare("INSERT INTO batches (source, first_entry, last_entry, ordinal, bytes) "
                           "SELECT b.source, e.entry, e.entry, ?, coalesce(e.range_end - e.range_begin, e.size) "
                           "FROM batches b, entries e WHERE b.batch = ? AND e.entry = ? RETURNING batch",
                           kPurpose)),
      insert_left_out_(
          database.prepare("INSERT INTO left_out (entry, ordinal, batch, own_batch) VALUES (?, ?, ?, ?)", kPurpose)) {}

void Reopening::evict(const Eviction& eviction) {
  undo(eviction.batch);
  verdicts_.insert(eviction.verdict, eviction.batch);
  note_evicted_.run(eviction.batch);
  if (is_batch_of_one(eviction.batch)) {
    // Nothing of it is left to run.
    close_batch_of_one_.run(eviction.batch);
    std::erase(reopened_, eviction.batch);
  }
  revive_rivals_of(eviction.verdict.document);
}

void Reopening::revive_rivals_of(DocumentKey rival) {
  std::vector<std::pair<DocumentKey, BatchId>> rivals;
  find_rivals_.start(rival.entry, rival.ordinal);
  while (find_rivals_.next()) {
    rivals.push_back({{find_rivals_.number(0), find_rivals_.number(1)}, find_rivals_.number(2)});
  }
  for (const auto& [document, batch] : rivals) revive(document, batch);
}

std::vector<BatchId> Reopening::take_reopened() {
  std::sort(reopened_.begin(), reopened_.end());
  reopened_.erase(std::unique(reopened_.begin(), reopened_.end()), reopened_.end());
  return std::exchange(reopened_, {});
}

void Reopening::undo(BatchId batch) {
  if (make_pending_.run(batch) == 0) return;
  if (!mutant("undone_extents_kept")) delete_extents_.run(batch);
  if (!mutant("evicted_name_kept")) make_files_stale_.run(batch);
  delete_verdicts_.run(batch);
  delete_drops_.run(batch);
  reopened_.push_back(batch);
}

void Reopening::revive(DocumentKey document, BatchId batch) {
  if (is_batch_of_one(batch)) return undo(batch);
  delete_verdict_.run(document.entry, document.ordinal);
  note_left_out_.run(batch);
  insert_own_batch_.start(document.ordinal, batch, document.entry);
  insert_own_batch_.next();
  const BatchId own_batch = insert_own_batch_.number(0);
  insert_own_batch_.reset();
  insert_left_out_.run(document.entry, document.ordinal, batch, own_batch);
  reopened_.push_back(own_batch);
}

bool Reopening::is_batch_of_one(BatchId batch) {
  ordinal_of_batch_.start(batch);
  const bool found = ordinal_of_batch_.next() && !ordinal_of_batch_.is_null(0);
  ordinal_of_batch_.reset();
  return found;
}

}  // namespace weir::store
