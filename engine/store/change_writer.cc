#include "store/change_writer.h"

#include <optional>
#include <string>

#include "store/division.h"
#include "store/wall_clock.h"

namespace weir::store {
namespace {

constexpr const char* kChangeWriterPurpose = "record what is to become of a change";

std::string_view name_of(Decision decision) {
  switch (decision) {
    case Decision::accepted:
      return "accepted";
    case Decision::rerun_affected:
      return "rerun affected";
    case Decision::rerun_all:
      return "rerun all";
  }
  return "accepted";
}

}  // namespace

void write_decision(const Database& database, const DecisionRecord& record, std::string_view fingerprint) {
  database.prepare("UPDATE run SET fingerprint = ?, epoch = epoch + 1", kChangeWriterPurpose).run(fingerprint);
  Statement insert = database.prepare(
      "INSERT INTO changes (epoch, decided_ms, decision, why, node, key, before, after, documents) "
      "SELECT epoch, ?, ?, ?, ?, ?, ?, ?, ? FROM run",
      kChangeWriterPurpose);
  const std::int64_t now = now_ms();
  const std::optional<std::string_view> why = unless_empty(record.why);
  for (const DecidedChange& change : record.changes) {
    insert.run(now, name_of(record.decision), why, change.node, change.key, change.before, change.after,
               change.documents);
  }
  if (record.changes.empty() || record.inputs > 0) {
    const std::optional<std::string_view> none;
    insert.run(now, name_of(record.decision), why, none, none, none, none, record.inputs);
  }
}

void write_changed_entry(const Database& database, const ChangedEntry& changed) {
  const ListedEntry& listed = changed.listed;
  std::optional<std::string_view> refusal, reason, message;
  if (listed.refusal) {
    refusal = listed.refusal->is_failure ? "dead" : "filtered";
    reason = listed.refusal->reason;
    message = listed.refusal->message;
  }
  database
      .prepare(
          "UPDATE entries SET location = ?, size = ?, mtime_ns = ?, refusal = ?, refusal_reason = ?, "
          "refusal_message = ?, attached = ? WHERE entry = ?",
          kChangeWriterPurpose)
      .run(listed.location, listed.size, listed.modified_ns, refusal, reason, message, unless_empty(listed.attached),
           changed.entry);
  database.prepare("DELETE FROM contents WHERE entry = ?", kChangeWriterPurpose).run(changed.entry);
}

void forget_listing(const Database& database) {
  // Batch 0 is nobody's: such a file goes when all has run and nobody has written its name.
  database.execute(
      "UPDATE files SET state = 'stale', temporary = NULL, batch = 0; DELETE FROM extents; DELETE FROM documents; "
      "DELETE FROM attempts; DELETE FROM drops; DELETE FROM left_out; DELETE FROM contents; DELETE FROM entries; "
      "DELETE FROM batches; DELETE FROM dependencies; "
      "DELETE FROM sources; DELETE FROM spools; DELETE FROM carried; DELETE FROM absorbed; UPDATE run SET listed = 0",
      kChangeWriterPurpose);
  forget_divisions(database);
}

}  // namespace weir::store
