#include "store/attempt_writer.h"

#include <string_view>

#include "store/wall_clock.h"

namespace weir::store {
namespace {}  // namespace

AttemptWriter::AttemptWriter(const Database& database)
    : insert_(database.prepare(
          "INSERT INTO attempts (entry, ordinal, attempt, batch, started_ms, ended_ms, wall_ns, cpu_ns, peak_bytes, "
          "granted_bytes, deadline_ms, isolated, class, node, reason, message, exit, error_output) "
          "SELECT ?1, ?2, coalesce(max(attempt), 0) + 1, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, "
          "?16, ?17 FROM attempts WHERE entry = ?1 AND ordinal = ?2 RETURNING attempt",
          "record an attempt")) {}

std::uint64_t AttemptWriter::insert(const Attempt& attempt) {
  insert_.start(attempt.document.entry, attempt.document.ordinal, attempt.batch, attempt.started_ms,
                attempt.ended_ms ? attempt.ended_ms : now_ms(), attempt.wall_ns, attempt.cpu_ns, attempt.peak_bytes,
                attempt.granted_bytes, attempt.deadline_ms, attempt.isolated, to_string(attempt.failure_class),
                attempt.node, attempt.reason, unless_empty(attempt.message), unless_empty(attempt.exit),
                unless_empty(attempt.error_output));
  insert_.next();
  const std::uint64_t number = insert_.number(0);
  insert_.reset();
  return number;
}

}  // namespace weir::store
