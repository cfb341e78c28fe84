// The queries of ReadStore about attempts.
#include "store/read_store.h"
#include "store/undecided.h"

namespace weir::store {
namespace {

constexpr const char* kAttemptQueriesPurpose = "read the attempts";

}  // namespace

Waiting ReadStore::waiting() const {
  const std::string held = has_dependencies() ? kBlocked : "0";
  Statement read = database_.prepare(
      "SELECT count(*) FILTER (WHERE b.not_before_ms IS NOT NULL), min(coalesce(b.not_before_ms, 0)) FILTER (WHERE "
      "NOT " +
          held + ") FROM batches b WHERE b.state = 'pending'",
      kAttemptQueriesPurpose);
  read.start();
  Waiting waiting;
  if (!read.next()) return waiting;
  waiting.documents = read.number(0);
  if (!read.is_null(1)) waiting.next_ms = read.integer(1);
  return waiting;
}

std::vector<DocumentKey> ReadStore::reopened() const {
  Statement read = database_.prepare(
      "SELECT first_entry, ordinal FROM batches WHERE state = 'pending' AND ordinal IS NOT NULL AND "
      "attempts_before > 0 ORDER BY 1, 2",
      kAttemptQueriesPurpose);
  std::vector<DocumentKey> documents;
  read.start();
  while (read.next()) documents.push_back({read.number(0), read.number(1)});
  return documents;
}

std::vector<Attempt> ReadStore::attempts(DocumentKey document) const {
  Statement read = database_.prepare(
      "SELECT attempt, batch, started_ms, ended_ms, wall_ns, cpu_ns, peak_bytes, granted_bytes, deadline_ms, isolated, "
      "class, node, reason, message, exit, error_output FROM attempts WHERE entry = ? AND ordinal = ? ORDER BY attempt",
      kAttemptQueriesPurpose);
  std::vector<Attempt> attempts;
  read.start(document.entry, document.ordinal);
  while (read.next()) {
    Attempt& attempt = attempts.emplace_back();
    attempt.document = document;
    attempt.number = read.number(0);
    attempt.batch = read.number(1);
    if (!read.is_null(2)) attempt.started_ms = read.integer(2);
    attempt.ended_ms = read.integer(3);
    attempt.wall_ns = read.optional_number(4);
    attempt.cpu_ns = read.optional_number(5);
    attempt.peak_bytes = read.optional_number(6);
    attempt.granted_bytes = read.optional_number(7);
    attempt.deadline_ms = read.optional_number(8);
    attempt.isolated = read.number(9) != 0;
    attempt.failure_class = failure_class_of(read.text(10));
    attempt.node = read.text(11);
    attempt.reason = read.text(12);
    attempt.message = read.text(13);
    attempt.exit = read.text(14);
    attempt.error_output = read.text(15);
  }
  return attempts;
}

AttemptHistory ReadStore::attempt_history(DocumentKey document) const {
  AttemptHistory history;
  Statement own = database_.prepare(
      "SELECT b.attempts_before, b.attempts_allowed FROM left_out l JOIN batches b ON b.batch = l.own_batch "
      "WHERE l.entry = ? AND l.ordinal = ?",
      kAttemptQueriesPurpose);
  own.start(document.entry, document.ordinal);
  if (own.next()) {
    history.before = own.number(0);
    history.allowed = own.optional_number(1);
  }
  own.reset();
  Statement count = database_.prepare(
      "SELECT count(*), count(*) FILTER (WHERE class = 'crash'), count(*) FILTER (WHERE class = 'timeout'), "
      "count(*) FILTER (WHERE class = 'memory'), min(coalesce(started_ms, ended_ms)) FROM attempts "
      "WHERE entry = ? AND ordinal = ? AND attempt > ?",
      kAttemptQueriesPurpose);
  count.start(document.entry, document.ordinal, history.before);
  if (!count.next()) return history;
  history.attempts = count.number(0);
  history.crashes = count.number(1);
  history.timeouts = count.number(2);
  history.memory = count.number(3);
  if (!count.is_null(4)) history.first_ms = count.integer(4);
  return history;
}

}  // namespace weir::store
