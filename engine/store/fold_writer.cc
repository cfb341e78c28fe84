#include "store/fold_writer.h"

#include <bit>

namespace weir::store {
namespace {

constexpr const char* kFoldWriterPurpose = "record what a fold made";

std::uint64_t source_number(const Database& database, std::string_view node) {
  Statement find = database.prepare("SELECT id FROM sources WHERE node = ?", kFoldWriterPurpose);
  find.start(node);
  return find.next() ? find.number(0) : 0;  // a spool without documents has none
}

}  // namespace

FoldWriter::FoldWriter(const Database& database, std::string_view spool)
    : database_(database),
      transaction_(database, kFoldWriterPurpose),
      source_(source_number(database, spool)),
      verdicts_(database),
      find_batch_(database.prepare("SELECT batch FROM entries WHERE entry = ?", kFoldWriterPurpose)),
      carry_(database.prepare("INSERT INTO carried (entry, ordinal, batch) SELECT e.entry, 0, e.batch FROM batches b "
                              "JOIN entries e ON e.entry BETWEEN b.first_entry AND b.last_entry WHERE b.source = ? "
                              "AND NOT EXISTS (SELECT 1 FROM documents d WHERE d.entry = e.entry) "
                              "AND NOT EXISTS (SELECT 1 FROM absorbed a WHERE a.entry = e.entry)",
                              kFoldWriterPurpose)),
      absorb_(database.prepare("INSERT OR IGNORE INTO absorbed (entry) VALUES (?)", kFoldWriterPurpose)) {}

void FoldWriter::add(const DocumentVerdict& verdict) { verdicts_.insert(verdict, batch_of(verdict.document.entry)); }

void FoldWriter::absorb(std::uint64_t entry) { absorb_.run(entry); }

void FoldWriter::finish(const FoldCommit& commit) {
  Statement first = database_.prepare("SELECT min(batch) FROM batches WHERE source = ?", kFoldWriterPurpose);
  first.start(source_);
  first.next();
  const BatchId first_batch = first.is_null(0) ? 0 : first.number(0);
  first.reset();
  carry_.run(source_);
  database_
      .prepare(
          "UPDATE batches SET state = 'committed', read = last_entry - first_entry + 1, "
          "done = last_entry - first_entry + 1 - (SELECT count(*) FROM documents d "
          "WHERE d.entry BETWEEN first_entry AND last_entry) WHERE source = ?",
          kFoldWriterPurpose)
      .run(source_);
  Statement insert_extent = database_.prepare(
      "INSERT INTO extents (sink, volume, first_entry, first_ordinal, batch, file, offset, length, records, checksum) "
      "VALUES (?, ?, ?, ?, ?, 'part', ?, ?, ?, ?)",
      kFoldWriterPurpose);
  for (const Extent& extent : commit.extents) {
    insert_extent.run(extent.volume.sink, extent.volume.number, extent.first.entry, extent.first.ordinal, first_batch,
                      extent.offset, extent.length, extent.records, std::bit_cast<std::int64_t>(extent.checksum));
  }
  Statement set_part =
      database_.prepare("INSERT OR REPLACE INTO parts (sink, volume, length) VALUES (?, ?, ?)", kFoldWriterPurpose);
  for (const PartLength& part : commit.parts) set_part.run(part.volume.sink, part.volume.number, part.length);
  Statement insert_drop =
      database_.prepare("INSERT INTO drops (batch, node, reason, documents) VALUES (?, ?, ?, ?)", kFoldWriterPurpose);
  for (const DropCount& drop : commit.drops) insert_drop.run(first_batch, drop.node, drop.reason, drop.documents);
  const NodeWork& work = commit.work;
  database_
      .prepare(
          "INSERT INTO nodes (node, calls, documents_in, documents_out, dropped, failed, wall_ns, cpu_ns) "
          "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (node) DO UPDATE SET calls = calls + excluded.calls, "
          "documents_in = documents_in + excluded.documents_in, documents_out = documents_out + "
          "excluded.documents_out, dropped = dropped + excluded.dropped, failed = failed + excluded.failed, "
          "wall_ns = wall_ns + excluded.wall_ns, cpu_ns = cpu_ns + excluded.cpu_ns",
          kFoldWriterPurpose)
      .run(work.node, work.calls, work.documents_in, work.documents_out, work.dropped, work.failed, work.wall_ns,
           work.cpu_ns);
  database_.execute("UPDATE run SET epoch = epoch + 1", kFoldWriterPurpose);
  transaction_.commit();
}

BatchId FoldWriter::batch_of(std::uint64_t entry) {
  find_batch_.start(entry);
  const BatchId batch = find_batch_.next() ? find_batch_.number(0) : 0;
  find_batch_.reset();
  return batch;
}

}  // namespace weir::store
