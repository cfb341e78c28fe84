#include "store/listing_writer.h"

#include <bit>
#include <cassert>
#include <optional>
#include <string>

#include "store/change_writer.h"

namespace weir::store {
namespace {

constexpr const char* kListingWriterPurpose = "record the listing";

// The bytes that a run will read for the entry.
std::uint64_t bytes_of(const ListedEntry& entry) { return entry.records.empty() ? entry.size : entry.records.size(); }

}  // namespace

ListingWriter::ListingWriter(const Database& database) : ListingWriter(database, {}) {}

ListingWriter::ListingWriter(const Database& database, std::string_view spool)
    : database_(database),
      spool_(spool),
      transaction_(database, kListingWriterPurpose),
      insert_source_(database.prepare("INSERT OR IGNORE INTO sources (node) VALUES (?)", kListingWriterPurpose)),
      find_source_(database.prepare("SELECT id FROM sources WHERE node = ?", kListingWriterPurpose)),
      insert_batch_(database.prepare(
          "INSERT INTO batches (batch, source, first_entry, last_entry, bytes, priority) VALUES (?, ?, ?, ?, ?, ?)",
          kListingWriterPurpose)),
      insert_entry_(database.prepare("INSERT INTO entries (entry, batch, path, member, location, size, mtime_ns, "
                                     "range_begin, range_end, checksum, origin_entry, origin_ordinal, "
                                     "refusal, refusal_reason, refusal_message, attached, expected_memory) "
                                     "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                                     kListingWriterPurpose)),
      insert_dependency_(database.prepare("INSERT INTO dependencies (entry, depends_on, on_dead) VALUES (?, ?, ?)",
                                          kListingWriterPurpose)) {
  Statement last = database.prepare(
      "SELECT coalesce((SELECT max(entry) + 1 FROM entries), 0), coalesce((SELECT max(batch) FROM batches), 0)",
      kListingWriterPurpose);
  last.start();
  last.next();
  entries_ = last.number(0);
  batches_ = last.number(1);
}

ListingWriter::ListingWriter(const Database& database, const DecisionRecord& decision, std::string_view fingerprint)
    : ListingWriter(database) {
  forget_listing(database);
  entries_ = 0;
  write_decision(database, decision, fingerprint);
}

BatchId ListingWriter::add(std::string_view source, std::span<const ListedEntry> entries, Priority priority) {
  assert(!entries.empty());
  const std::uint64_t first = entries_;
  std::uint64_t bytes = 0;
  ++batches_;
  for (const ListedEntry& entry : entries) {
    insert(entry, nullptr);
    bytes += bytes_of(entry);
  }
  return close_batch(source, first, bytes, priority);
}

BatchId ListingWriter::add(std::string_view source, std::span<const SpooledEntry> entries) {
  assert(!entries.empty());
  const std::uint64_t first = entries_;
  std::uint64_t bytes = 0;
  ++batches_;
  for (const SpooledEntry& entry : entries) {
    insert(entry.listed, &entry.spooled);
    bytes += bytes_of(entry.listed);
  }
  return close_batch(source, first, bytes, Priority::normal);
}

BatchId ListingWriter::close_batch(std::string_view source, std::uint64_t first, std::uint64_t bytes,
                                   Priority priority) {
  insert_batch_.run(batches_, source_number(source), first, entries_ - 1, bytes, std::uint64_t(priority));
  return batches_;
}

void ListingWriter::depend(std::uint64_t entry, std::uint64_t depends_on, bool fatal) {
  insert_dependency_.run(entry, depends_on, std::string_view(fatal ? "dead" : "run"));
}

void ListingWriter::remember(std::string_view source, std::string_view digest) {
  database_.prepare("UPDATE sources SET listing = ? WHERE id = ?", kListingWriterPurpose)
      .run(digest, source_number(source));
}

void ListingWriter::finish() {
  if (spool_.empty()) {
    database_.execute("UPDATE run SET listed = 1", kListingWriterPurpose);
  } else {
    database_.prepare("UPDATE spools SET listed = 1 WHERE spool = ?", kListingWriterPurpose).run(spool_);
  }
  transaction_.commit();
}

std::uint64_t ListingWriter::source_number(std::string_view node) {
  insert_source_.run(node);
  find_source_.start(node);
  find_source_.next();
  const std::uint64_t number = find_source_.number(0);
  find_source_.reset();
  return number;
}

void ListingWriter::insert(const ListedEntry& entry, const Spooled* spooled) {
  std::optional<std::uint64_t> begin, end;
  if (!entry.records.empty()) {
    begin = entry.records.begin;
    end = entry.records.end;
  }
  std::optional<std::string_view> refusal, reason, message;
  if (entry.refusal) {
    refusal = entry.refusal->is_failure ? "dead" : "filtered";
    reason = entry.refusal->reason;
    message = entry.refusal->message;
  }
  std::optional<std::uint64_t> expected;
  if (entry.expected_memory > 0) expected = entry.expected_memory;
  std::optional<std::int64_t> checksum;
  std::optional<std::uint64_t> origin_entry, origin_ordinal;
  if (spooled) {
    checksum = std::bit_cast<std::int64_t>(spooled->checksum);
    origin_entry = spooled->origin.entry;
    origin_ordinal = spooled->origin.ordinal;
  }
  insert_entry_.run(entries_++, batches_, entry.path, unless_empty(entry.member), entry.location, entry.size,
                    entry.modified_ns, begin, end, checksum, origin_entry, origin_ordinal, refusal, reason, message,
                    unless_empty(entry.attached), expected);
}

}  // namespace weir::store
