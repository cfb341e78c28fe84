#include "store/commit_writer.h"

#include <bit>
#include <optional>
#include <string_view>

#include "mutant/mutant.h"
#include "store/stale_files.h"
#include "store/wall_clock.h"

namespace weir::store {
namespace {

constexpr const char* kCommitWriterPurpose = "commit";

// Our own mistake, caught before it becomes durable.
[[noreturn]] void throw_contradiction(const Database& database, const std::string& what) {
  throw StoreError(StoreError::Kind::failed, "cannot commit: " + database.path().string() + ": " + what);
}

}  // namespace

CommitWriter::CommitWriter(const Database& database)
    : database_(database),
      reopening_(database),
      dependents_(database, reopening_),
      verdicts_(database),
      attempts_(database),
      count_epoch_(database.prepare(
          mutant("epoch_not_raised")
              ? "UPDATE run SET settled_epoch = iif(?, epoch, settled_epoch) RETURNING epoch"
              : "UPDATE run SET epoch = epoch + 1, settled_epoch = iif(?, epoch, settled_epoch) RETURNING epoch",
          kCommitWriterPurpose)),
      close_batch_(database.prepare("UPDATE batches SET state = 'committed', read = read + ?, done = ? "
                                    "WHERE batch = ? AND state = 'pending' RETURNING bytes",
                                    kCommitWriterPurpose)),
      insert_drop_(database.prepare("INSERT INTO drops (batch, node, reason, documents) VALUES (?, ?, ?, ?)",
                                    kCommitWriterPurpose)),
      insert_extent_(database.prepare("INSERT INTO extents (sink, volume, first_entry, first_ordinal, batch, file, "
                                      "offset, length, records, checksum) VALUES (?, ?, ?, ?, ?, 'part', ?, ?, ?, ?)",
                                      kCommitWriterPurpose)),
      insert_file_(database.prepare(
          "INSERT INTO files (name, sink, batch, entry, ordinal, temporary, size, hash, epoch, state) "
          "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'wanted') ON CONFLICT (name) DO UPDATE SET sink = excluded.sink, "
          "batch = excluded.batch, entry = excluded.entry, ordinal = excluded.ordinal, temporary = excluded.temporary, "
          "size = excluded.size, hash = excluded.hash, epoch = excluded.epoch, state = 'wanted' "
          "WHERE files.state = 'stale'",
          kCommitWriterPurpose)),
      set_content_(
          database.prepare("INSERT OR REPLACE INTO contents (entry, hash) VALUES (?, ?)", kCommitWriterPurpose)),
      insert_carried_(
          database.prepare("INSERT INTO carried (entry, ordinal, batch) VALUES (?, ?, ?)", kCommitWriterPurpose)),
      set_part_(database.prepare("INSERT INTO parts (sink, volume, length) VALUES (?, ?, ?) "
                                 "ON CONFLICT (sink, volume) DO UPDATE SET length = excluded.length",
                                 kCommitWriterPurpose)),
      insert_header_(
          database.prepare("INSERT OR REPLACE INTO extents (sink, volume, first_entry, first_ordinal, batch, file, "
                           "offset, length, records, checksum) VALUES (?, ?, -1, 0, 0, 'part', ?, ?, 0, ?)",
                           kCommitWriterPurpose)),
      add_work_(database.prepare(
          "INSERT INTO nodes (node, calls, documents_in, documents_out, dropped, failed, wall_ns, cpu_ns) "
          "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (node) DO UPDATE SET calls = calls + excluded.calls, "
          "documents_in = documents_in + excluded.documents_in, documents_out = documents_out + "
          "excluded.documents_out, dropped = dropped + excluded.dropped, failed = failed + excluded.failed, "
          "wall_ns = wall_ns + excluded.wall_ns, cpu_ns = cpu_ns + excluded.cpu_ns",
          kCommitWriterPurpose)),
      add_sink_work_(database.prepare(
          "INSERT INTO sink_work (sink, commits, records, bytes, failed, wall_ns) VALUES (?, 1, ?, ?, ?, ?) "
          "ON CONFLICT (sink) DO UPDATE SET commits = commits + 1, records = records + excluded.records, "
          "bytes = bytes + excluded.bytes, failed = failed + excluded.failed, wall_ns = wall_ns + excluded.wall_ns",
          kCommitWriterPurpose)),
      delete_file_(database.prepare("DELETE FROM files WHERE name = ? AND state = 'stale'", kCommitWriterPurpose)),
      find_stale_(database.prepare(kFindStaleFiles, kCommitWriterPurpose)),
      count_documents_(database.prepare("UPDATE sessions SET documents = documents + ?, bytes = bytes + ? WHERE id = ?",
                                        kCommitWriterPurpose)),
      count_commit_(database.prepare("UPDATE sessions SET commits = commits + 1, committed_ms = ? WHERE id = ?",
                                     kCommitWriterPurpose)) {}

CommitResult CommitWriter::write(const CommitRecord& record, std::uint64_t session) {
  CommitResult result;
  result.epoch = next_epoch(record.earlier_files_settled);
  for (const Eviction& eviction : record.evictions) reopening_.evict(eviction);
  for (const BatchCommit& batch : record.batches) write_batch(batch, session, result.epoch);
  for (const Eviction& eviction : record.evictions) {
    dependents_.keep_in_step(eviction.verdict.document.entry, eviction.verdict.document.entry);
  }
  for (const BatchCommit& batch : record.batches) dependents_.keep_in_step(batch.batch);
  for (const PartLength& part : record.parts) set_part_.run(part.volume.sink, part.volume.number, part.length);
  for (const Extent& header : record.headers) write_header(header);
  for (const NodeWork& work : record.work) write_work(work);
  for (const SinkWork& work : record.sinks) write_work(work);
  for (const std::string& name : record.removed_files) delete_file_.run(name);
  count_commit_.run(now_ms(), session);
  if (mutant("pending_batch_skipped") && session > 1) {
    database_.execute(
        "UPDATE batches SET state = 'committed' WHERE batch = (SELECT min(batch) FROM batches WHERE state = 'pending')",
        kCommitWriterPurpose);
  }
  result.reopened = reopening_.take_reopened();
  result.stale_files = stale_files();
  return result;
}

std::uint64_t CommitWriter::next_epoch(bool earlier_files_settled) {
  count_epoch_.start(earlier_files_settled);
  count_epoch_.next();
  const std::uint64_t epoch = count_epoch_.number(0);
  count_epoch_.reset();
  return epoch;
}

bool CommitWriter::write_attempts(const BatchCommit& batch) {
  bool waits = false;
  for (const FailedAttempt& failed : batch.failed) {
    attempts_.insert(failed.attempt);
    if (!failed.not_before_ms) continue;
    waits = reopening_.set_aside(failed.attempt.document, batch.batch, *failed.not_before_ms) == batch.batch;
  }
  return waits;
}

void CommitWriter::write_batch(const BatchCommit& batch, std::uint64_t session, std::uint64_t epoch) {
  if (write_attempts(batch)) return;
  close_batch_.start(batch.read, batch.done, batch.batch);
  if (!close_batch_.next()) {
    throw_contradiction(database_, "batch " + std::to_string(batch.batch) + " is not pending");
  }
  const std::uint64_t bytes = close_batch_.number(0);
  close_batch_.reset();
  for (const DocumentVerdict& verdict : batch.verdicts) {
    if (mutant("verdict_lost") && session > 1) continue;
    verdicts_.insert(verdict, batch.batch);
    reopening_.revive_rivals_of(verdict.document);
  }
  for (const DropCount& drop : batch.drops) {
    insert_drop_.run(batch.batch, drop.node, drop.reason, drop.documents);
  }
  for (const Extent& extent : batch.extents) write_extent(extent, batch.batch);
  for (const FileRecord& file : batch.files) write_file(file, batch.batch, epoch);
  for (const EntryHash& content : batch.contents) set_content_.run(content.entry, content.hash);
  for (const DocumentKey& document : batch.carried) insert_carried_.run(document.entry, document.ordinal, batch.batch);
  count_documents_.run(batch.read, bytes, session);
}

void CommitWriter::write_extent(const Extent& extent, BatchId batch) {
  insert_extent_.run(extent.volume.sink, extent.volume.number, extent.first.entry, extent.first.ordinal, batch,
                     extent.offset, extent.length, extent.records, std::bit_cast<std::int64_t>(extent.checksum));
}

void CommitWriter::write_file(const FileRecord& file, BatchId batch, std::uint64_t epoch) {
  std::optional<std::string_view> temporary;
  if (!file.temporary.empty()) temporary = file.temporary;
  const std::uint64_t rows = insert_file_.run(file.name, file.sink, batch, file.document.entry, file.document.ordinal,
                                              temporary, file.size, file.hash, epoch);
  if (rows == 0) throw_contradiction(database_, "the name of an output file is taken: " + file.name);
}

void CommitWriter::write_work(const NodeWork& work) {
  add_work_.run(work.node, work.calls, work.documents_in, work.documents_out, work.dropped, work.failed, work.wall_ns,
                work.cpu_ns);
}

void CommitWriter::write_work(const SinkWork& work) {
  add_sink_work_.run(work.sink, work.records, work.bytes, work.failed, work.wall_ns);
}

void CommitWriter::write_header(const Extent& header) {
  insert_header_.run(header.volume.sink, header.volume.number, header.offset, header.length,
                     std::bit_cast<std::int64_t>(header.checksum));
}

std::vector<std::string> CommitWriter::stale_files() {
  std::vector<std::string> names;
  find_stale_.start();
  while (find_stale_.next()) names.push_back(find_stale_.text(0));
  return names;
}

}  // namespace weir::store
