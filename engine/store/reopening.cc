#include "store/reopening.h"

#include <algorithm>
#include <utility>

#include "mutant/mutant.h"

namespace weir::store {
namespace {

constexpr const char* kReopeningPurpose = "undo a batch";

}  // namespace

Reopening::Reopening(const Database& database)
    : committed_of_source_(database.prepare("SELECT b.batch FROM batches b JOIN sources s ON s.id = b.source "
                                            "WHERE s.node = ? AND b.state = 'committed' ORDER BY b.batch",
                                            kReopeningPurpose)),
      waiting_of_source_(database.prepare("SELECT b.batch FROM batches b JOIN sources s ON s.id = b.source "
                                          "WHERE s.node = ? AND b.state = 'pending' AND b.ordinal IS NOT NULL",
                                          kReopeningPurpose)),
      batch_of_entry_(database.prepare(
          // A file that left its batch has nothing there.
          "SELECT batch FROM entries WHERE entry = ?1 AND (range_begin IS NOT NULL OR NOT EXISTS (SELECT 1 FROM "
          "left_out "
          "WHERE entry = ?1)) UNION SELECT own_batch FROM left_out WHERE entry = ?1",
          kReopeningPurpose)),
      verdict_of_entry_(database.prepare("SELECT d.entry, d.ordinal, d.batch FROM documents d JOIN entries e "
                                         "ON e.entry = d.entry WHERE d.entry = ? AND e.range_begin IS NULL",
                                         kReopeningPurpose)),
      find_rivals_of_batch_(
          database.prepare("SELECT d.entry, d.ordinal, d.batch FROM batches b JOIN documents d "
                           "ON d.rival_entry BETWEEN b.first_entry AND b.last_entry WHERE b.batch = ?",
                           kReopeningPurpose)),
      make_pending_(database.prepare(
          "UPDATE batches SET state = 'pending', read = 0, done = 0, undone = undone + 1, "
          "left_out = EXISTS (SELECT 1 FROM left_out l WHERE l.entry BETWEEN first_entry AND last_entry "
          "AND l.batch = batches.batch) WHERE batch = ? AND state = 'committed'",
          kReopeningPurpose)),
      delete_attempts_(database.prepare(
          // Those of documents that have left the batch are not its own any more.
          "DELETE FROM attempts WHERE entry BETWEEN (SELECT first_entry FROM batches WHERE batch = ?1) AND "
          "(SELECT last_entry FROM batches WHERE batch = ?1) AND (EXISTS (SELECT 1 FROM documents d WHERE "
          "d.entry = attempts.entry AND d.ordinal = attempts.ordinal AND d.batch = ?1) OR EXISTS (SELECT 1 FROM "
          "left_out l WHERE l.entry = attempts.entry AND l.ordinal = attempts.ordinal AND l.own_batch = ?1))",
          kReopeningPurpose)),
      delete_attempts_of_(database.prepare("DELETE FROM attempts WHERE entry = ? AND ordinal = ?", kReopeningPurpose)),
      wait_(database.prepare("UPDATE batches SET not_before_ms = ? WHERE batch = ?", kReopeningPurpose)),
      begin_round_(database.prepare(
          "UPDATE batches SET not_before_ms = NULL, attempts_allowed = ?2, attempts_before = coalesce((SELECT "
          "max(attempt) FROM attempts a WHERE a.entry = first_entry AND a.ordinal = batches.ordinal), 0) "
          "WHERE batch = ?1",
          kReopeningPurpose)),
      note_set_aside_(database.prepare("UPDATE batches SET left_out = 1 WHERE batch = ?", kReopeningPurpose)),
      delete_extents_(database.prepare("DELETE FROM extents WHERE batch = ?", kReopeningPurpose)),
      make_files_stale_(
          database.prepare("UPDATE files SET state = 'stale', temporary = NULL WHERE batch = ?", kReopeningPurpose)),
      delete_verdicts_(database.prepare(
          "DELETE FROM documents WHERE entry BETWEEN (SELECT first_entry FROM batches WHERE batch = ?1) AND "
          "(SELECT last_entry FROM batches WHERE batch = ?1) AND batch = ?1",
          kReopeningPurpose)),
      delete_carried_(database.prepare(
          "DELETE FROM carried WHERE entry BETWEEN (SELECT first_entry FROM batches WHERE batch = ?1) AND "
          "(SELECT last_entry FROM batches WHERE batch = ?1) AND batch = ?1",
          kReopeningPurpose)),
      delete_absorbed_(database.prepare(
          "DELETE FROM absorbed WHERE entry BETWEEN (SELECT first_entry FROM batches WHERE batch = ?1) AND "
          "(SELECT last_entry FROM batches WHERE batch = ?1)",
          kReopeningPurpose)),
      delete_drops_(database.prepare("DELETE FROM drops WHERE batch = ?", kReopeningPurpose)),
      ordinal_of_batch_(database.prepare("SELECT ordinal FROM batches WHERE batch = ?", kReopeningPurpose)),
      verdicts_(database),
      note_evicted_(
          database.prepare("UPDATE batches SET left_out = 1, read = read + 1 WHERE batch = ?", kReopeningPurpose)),
      close_batch_of_one_(
          database.prepare("UPDATE batches SET state = 'committed' WHERE batch = ?", kReopeningPurpose)),
      find_rivals_(
          database.prepare("SELECT entry, ordinal, batch FROM documents WHERE rival_entry = ? AND rival_ordinal = ?",
                           kReopeningPurpose)),
      delete_verdict_(database.prepare("DELETE FROM documents WHERE entry = ? AND ordinal = ?", kReopeningPurpose)),
      note_left_out_(
          database.prepare("UPDATE batches SET left_out = 1, read = read - 1 WHERE batch = ?", kReopeningPurpose)),
      insert_own_batch_(
          database.prepare("INSERT INTO batches (source, first_entry, last_entry, ordinal, bytes, priority) SELECT "
                           "b.source, e.entry, e.entry, ?, coalesce(e.range_end - e.range_begin, e.size), b.priority "
                           "FROM batches b, entries e WHERE b.batch = ? AND e.entry = ? RETURNING batch",
                           kReopeningPurpose)),
      insert_left_out_(database.prepare("INSERT INTO left_out (entry, ordinal, batch, own_batch) VALUES (?, ?, ?, ?)",
                                        kReopeningPurpose)) {}

void Reopening::evict(const Eviction& eviction) {
  undo_with_attempts(eviction.batch);
  verdicts_.insert(eviction.verdict, eviction.batch);
  note_evicted_.run(eviction.batch);
  if (is_batch_of_one(eviction.batch)) {
    // Nothing of it is left to run.
    close_batch_of_one_.run(eviction.batch);
    std::erase(reopened_, eviction.batch);
  }
  revive_rivals_of(eviction.verdict.document);
}

BatchId Reopening::set_aside(DocumentKey document, BatchId batch, std::int64_t not_before_ms) {
  BatchId own_batch = batch;
  if (!is_batch_of_one(batch)) {
    note_set_aside_.run(batch);
    own_batch = leave(document, batch);
  }
  wait_.run(not_before_ms, own_batch);
  return own_batch;
}

void Reopening::give_up(const DocumentVerdict& verdict, BatchId batch) {
  verdicts_.insert(verdict, batch);
  note_evicted_.run(batch);
  if (is_batch_of_one(batch)) close_batch_of_one_.run(batch);
  revive_rivals_of(verdict.document);
}

void Reopening::reopen(DocumentKey document, BatchId batch, std::optional<std::uint64_t> allowed) {
  BatchId own_batch = batch;
  if (is_batch_of_one(batch)) {
    undo(batch);
  } else {
    delete_verdict_.run(document.entry, document.ordinal);
    note_left_out_.run(batch);
    own_batch = leave(document, batch);
  }
  begin_round_.run(own_batch, allowed);
}

void Reopening::revive_rivals_of(DocumentKey rival) {
  find_rivals_.start(rival.entry, rival.ordinal);
  for (const auto& [document, batch] : read_documents(find_rivals_)) revive(document, batch);
}

void Reopening::undo_source(std::string_view source) {
  std::vector<BatchId> batches;
  committed_of_source_.start(source);
  while (committed_of_source_.next()) batches.push_back(committed_of_source_.number(0));
  waiting_of_source_.start(source);
  while (waiting_of_source_.next()) batches.push_back(waiting_of_source_.number(0));
  for (const BatchId batch : batches) undo_with_attempts(batch);
}

void Reopening::undo_entry(std::uint64_t entry) {
  verdict_of_entry_.start(entry);
  const auto verdicts = read_documents(verdict_of_entry_);
  if (!verdicts.empty()) {
    for (const auto& [document, batch] : verdicts) revive(document, batch);
    return;
  }
  std::vector<BatchId> batches;
  batch_of_entry_.start(entry);
  while (batch_of_entry_.next()) batches.push_back(batch_of_entry_.number(0));
  for (const BatchId batch : batches) undo_with_attempts(batch);
}

void Reopening::revive_rivals_of_undone() {
  const std::vector<BatchId> undone = reopened_;
  for (const BatchId batch : undone) {
    find_rivals_of_batch_.start(batch);
    for (const auto& [document, own] : read_documents(find_rivals_of_batch_)) revive(document, own);
  }
}

std::vector<std::pair<DocumentKey, BatchId>> Reopening::read_documents(Statement& rows) {
  std::vector<std::pair<DocumentKey, BatchId>> documents;
  while (rows.next()) documents.push_back({{rows.number(0), rows.number(1)}, rows.number(2)});
  return documents;
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
  delete_carried_.run(batch);
  delete_absorbed_.run(batch);
  delete_drops_.run(batch);
  reopened_.push_back(batch);
}

// What has to be done anew begins anew: no attempt counts any more.
void Reopening::undo_with_attempts(BatchId batch) {
  delete_attempts_.run(batch);
  begin_round_.run(batch, std::optional<std::uint64_t>());
  undo(batch);
}

void Reopening::revive(DocumentKey document, BatchId batch) {
  if (is_batch_of_one(batch)) return undo_with_attempts(batch);
  delete_attempts_of_.run(document.entry, document.ordinal);
  delete_verdict_.run(document.entry, document.ordinal);
  note_left_out_.run(batch);
  leave(document, batch);
}

BatchId Reopening::leave(DocumentKey document, BatchId batch) {
  insert_own_batch_.start(document.ordinal, batch, document.entry);
  insert_own_batch_.next();
  const BatchId own_batch = insert_own_batch_.number(0);
  insert_own_batch_.reset();
  insert_left_out_.run(document.entry, document.ordinal, batch, own_batch);
  reopened_.push_back(own_batch);
  return own_batch;
}

bool Reopening::is_batch_of_one(BatchId batch) {
  ordinal_of_batch_.start(batch);
  const bool found = ordinal_of_batch_.next() && !ordinal_of_batch_.is_null(0);
  ordinal_of_batch_.reset();
  return found;
}

}  // namespace weir::store
