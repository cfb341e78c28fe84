#include "store/verdict_writer.h"

#include <string_view>

namespace weir::store {

VerdictWriter::VerdictWriter(const Database& database)
    : insert_(database.prepare("INSERT INTO documents (entry, ordinal, batch, verdict, node, reason, class, message, "
                               "attempts, environment, rival_entry, rival_ordinal) "
                               "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                               "record a verdict")) {}

void VerdictWriter::insert(const DocumentVerdict& verdict, BatchId batch) {
  const std::string_view name = verdict.verdict == Verdict::dead ? "dead" : "filtered";
  std::optional<std::string_view> failure_class, message;
  if (verdict.failure_class) failure_class = to_string(*verdict.failure_class);
  if (!verdict.message.empty()) message = verdict.message;
  std::optional<std::uint64_t> rival_entry, rival_ordinal;
  if (verdict.rival) {
    rival_entry = verdict.rival->entry;
    rival_ordinal = verdict.rival->ordinal;
  }
  insert_.run(verdict.document.entry, verdict.document.ordinal, batch, name, verdict.node, verdict.reason,
              failure_class, message, verdict.attempts, verdict.environment, rival_entry, rival_ordinal);
}

}  // namespace weir::store
