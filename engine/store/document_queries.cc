// The queries of ReadStore about single documents: which is meant, what became of it, and what lies where it wrote.
#include <bit>

#include "store/entry_columns.h"
#include "store/read_store.h"

namespace weir::store {
namespace {

constexpr const char* kDocumentQueriesPurpose = "look up a document";

// Entries with the node that listed them. Batches of one come after those of the cut, and list nothing.
const std::string kListed =
    " FROM sources s CROSS JOIN batches b ON b.source = s.id AND b.ordinal IS NULL "
    "CROSS JOIN entries e ON e.entry BETWEEN b.first_entry AND b.last_entry ";

const std::string kExtentColumns =
    "x.sink, x.volume, x.first_entry, x.first_ordinal, x.file = 'published', x.offset, x.length, x.records, x.checksum";

Extent read_extent(const Statement& row) {
  return {{row.number(0), row.number(1)},
          {row.number(2), row.number(3)},
          row.number(4) != 0 ? ExtentFile::published : ExtentFile::part,
          row.number(5),
          row.number(6),
          row.number(7),
          std::bit_cast<std::uint64_t>(row.integer(8))};
}

}  // namespace

std::vector<FoundEntry> ReadStore::find_entries(std::string_view ending, std::string_view location) const {
  Statement read = database_.prepare(
      "SELECT " + kEntryColumns + ", s.node" + kListed +
          "WHERE e.origin_entry IS NULL AND (substr(e.path || coalesce('!' || nullif(e.member, ''), ''), -length(?1)) "
          "= ?1 OR e.location = ?2) ORDER BY e.entry",
      kDocumentQueriesPurpose);
  std::vector<FoundEntry> found;
  read.start(ending, location);
  while (read.next()) found.push_back({read.text(kEntryColumnCount), read_entry(read, 0)});
  return found;
}

DocumentState ReadStore::document_state(DocumentKey key) const {
  Statement read = database_.prepare(
      "SELECT " + kEntryColumns +
          ", s.node, b.batch, b.state = 'committed', c.entry IS NOT NULL, a.entry IS NOT NULL, d.verdict, d.node, "
          "d.reason, d.class, d.message, d.attempts, d.environment, b.priority FROM entries e "
          "LEFT JOIN documents d ON d.entry = e.entry AND d.ordinal = ?2 "
          "LEFT JOIN left_out l ON l.entry = e.entry AND l.ordinal = ?2 "
          "LEFT JOIN carried c ON c.entry = e.entry AND c.ordinal = ?2 "
          "LEFT JOIN absorbed a ON a.entry = e.entry "
          "JOIN batches b ON b.batch = coalesce(l.own_batch, d.batch, e.batch) JOIN sources s ON s.id = b.source "
          "WHERE e.entry = ?1",
      kDocumentQueriesPurpose);
  read.start(key.entry, key.ordinal);
  if (!read.next()) {
    throw StoreError(StoreError::Kind::failed,
                     "cannot look up a document: " + path().string() + ": no entry " + std::to_string(key.entry));
  }
  int column = kEntryColumnCount;
  DocumentState state;
  state.key = key;
  state.entry = read_entry(read, 0);
  state.source = read.text(column);
  state.batch = read.number(column + 1);
  state.priority = static_cast<Priority>(read.number(column + 12));
  state.committed = read.number(column + 2) != 0;
  state.carried = read.number(column + 3) != 0;
  state.absorbed = read.number(column + 4) != 0;
  if (read.is_null(column + 5)) return state;
  DocumentVerdict& verdict = state.verdict.emplace();
  verdict.document = key;
  verdict.verdict = read.text(column + 5) == "dead" ? Verdict::dead : Verdict::filtered;
  verdict.node = read.text(column + 6);
  verdict.reason = read.text(column + 7);
  if (!read.is_null(column + 8)) verdict.failure_class = failure_class_of(read.text(column + 8));
  verdict.message = read.text(column + 9);
  verdict.attempts = read.number(column + 10);
  verdict.environment = read.number(column + 11) != 0;
  return state;
}

std::optional<OriginOutcome> ReadStore::origin_outcome(DocumentKey origin) const {
  Statement read =
      database_.prepare("SELECT outcome, dead_entry, filtered_entry FROM v_origins WHERE entry = ? AND ordinal = ?",
                        kDocumentQueriesPurpose);
  read.start(origin.entry, origin.ordinal);
  if (!read.next()) return std::nullopt;
  OriginOutcome found{read.text(0), {}};
  if (found.outcome == "dead") found.decided_by = read.optional_number(1);
  if (found.outcome == "filtered") found.decided_by = read.optional_number(2);
  return found;
}

std::vector<std::uint64_t> ReadStore::entries_from(DocumentKey origin) const {
  Statement read =
      database_.prepare("SELECT entry FROM entries WHERE origin_entry = ? AND origin_ordinal = ? ORDER BY entry",
                        kDocumentQueriesPurpose);
  std::vector<std::uint64_t> entries;
  read.start(origin.entry, origin.ordinal);
  while (read.next()) entries.push_back(read.number(0));
  return entries;
}

std::vector<Extent> ReadStore::extents_of(BatchId batch) const {
  Statement read = database_.prepare("SELECT " + kExtentColumns +
                                         " FROM extents x WHERE x.batch = ? AND x.first_entry >= 0 "
                                         "ORDER BY x.sink, x.volume, x.first_entry, x.first_ordinal",
                                     "read the extents");
  std::vector<Extent> extents;
  read.start(batch);
  while (read.next()) extents.push_back(read_extent(read));
  return extents;
}

BatchId ReadStore::batch_of(const Extent& extent) const {
  Statement read = database_.prepare(
      "SELECT batch FROM extents WHERE sink = ? AND volume = ? AND first_entry = ? AND first_ordinal = ?",
      "read the extents");
  read.start(extent.volume.sink, extent.volume.number, extent.first.entry, extent.first.ordinal);
  return read.next() ? read.number(0) : 0;
}

std::vector<Entry> ReadStore::entries_in(const Extent& extent) const {
  const BatchId batch = batch_of(extent);
  Statement gap = database_.prepare(
      "SELECT min(entry) FROM (SELECT entry FROM left_out WHERE batch = ?1 AND (entry, ordinal) > (?2, ?3) UNION ALL "
      "SELECT entry FROM documents WHERE batch = ?1 AND verdict = 'dead' AND (entry, ordinal) > (?2, ?3) UNION ALL "
      "SELECT first_entry FROM extents WHERE batch = ?1 AND sink = ?4 AND volume = ?5 AND "
      "(first_entry, first_ordinal) > (?2, ?3))",
      kDocumentQueriesPurpose);
  gap.start(batch, extent.first.entry, extent.first.ordinal, extent.volume.sink, extent.volume.number);
  const std::optional<std::uint64_t> end = gap.next() ? gap.optional_number(0) : std::nullopt;
  gap.reset();
  Statement read = database_.prepare(
      "SELECT " + kEntryColumns +
          " FROM batches b JOIN entries e ON e.entry BETWEEN b.first_entry AND b.last_entry WHERE b.batch = ?1 AND "
          "e.entry >= ?2 AND e.entry < coalesce(?3, e.entry + 1) AND e.refusal IS NULL AND (e.range_begin IS NOT NULL "
          "AND e.origin_entry IS NULL OR NOT EXISTS (SELECT 1 FROM documents d WHERE d.entry = e.entry)) "
          "ORDER BY e.entry",
      kDocumentQueriesPurpose);
  std::vector<Entry> entries;
  read.start(batch, extent.first.entry, end);
  while (read.next()) entries.push_back(read_entry(read, 0));
  return entries;
}

std::optional<Batch> ReadStore::batch(BatchId id) const {
  Statement read = database_.prepare(
      "SELECT s.node, b.first_entry, b.last_entry, b.bytes, b.ordinal FROM batches b JOIN sources s ON s.id = b.source "
      "WHERE b.batch = ?",
      "read a batch");
  read.start(id);
  if (!read.next()) return std::nullopt;
  Batch batch{id, read.text(0), read.number(1), read.number(2), read.number(3), Priority::normal, {}, false, {}};
  if (!read.is_null(4)) batch.only = DocumentKey{batch.first_entry, read.number(4)};
  read.reset();
  Statement out = database_.prepare(
      "SELECT entry, ordinal FROM left_out WHERE batch = ?1 UNION SELECT entry, ordinal FROM documents WHERE batch = "
      "?1 "
      "AND verdict = 'dead' ORDER BY 1, 2",
      "read what a batch leaves out");
  out.start(id);
  while (out.next()) batch.left_out.push_back({out.number(0), out.number(1)});
  return batch;
}

std::vector<FileRecord> ReadStore::files_of(DocumentKey document) const {
  Statement read = database_.prepare(
      "SELECT name, sink, entry, ordinal, temporary, size, hash FROM files WHERE batch = ?1 AND entry = ?2 AND "
      "ordinal = ?3 AND state = 'wanted' ORDER BY name",
      "read the files of a document");
  std::vector<FileRecord> files;
  read.start(document_state(document).batch, document.entry, document.ordinal);
  while (read.next()) {
    files.push_back({read.text(0), read.number(1), document, read.text(4), read.number(5), read.text(6)});
  }
  return files;
}

}  // namespace weir::store
