// The queries of ReadStore that add up and list what became of the documents.
#include <map>

#include "store/entry_columns.h"
#include "store/read_store.h"

namespace weir::store {
namespace {

constexpr const char* kReportsPurpose = "add up the books";

Decision decision_of(const std::string& name) {
  if (name == "accepted") return Decision::accepted;
  return name == "rerun all" ? Decision::rerun_all : Decision::rerun_affected;
}

const std::string kDeadLetterColumns =
    kEntryColumns +
    ", s.node, d.batch, d.ordinal, d.node, d.reason, d.class, d.message, d.attempts, d.environment, "
    "d.ignored_ms, d.ignored_why";
constexpr int kDeadLetterColumnCount = kEntryColumnCount + 11;
const std::string kDeadLetters =
    " FROM documents d JOIN entries e ON e.entry = d.entry JOIN batches b ON b.batch = d.batch "
    "JOIN sources s ON s.id = b.source WHERE d.verdict = 'dead'";

constexpr std::size_t kFirstPath = 13;  // the parameters of dead_letters() that are paths
const std::string kLastEnd =
    "(SELECT max(a.ended_ms) FROM attempts a WHERE a.entry = d.entry AND a.ordinal = d.ordinal)";

DeadLetter read_dead_letter(const Statement& row) {
  int column = kEntryColumnCount;
  DeadLetter letter;
  letter.entry = read_entry(row, 0);
  letter.source = row.text(column++);
  letter.batch = row.number(column++);
  letter.verdict.verdict = Verdict::dead;
  letter.verdict.document = {letter.entry.number, row.number(column++)};
  letter.verdict.node = row.text(column++);
  letter.verdict.reason = row.text(column++);
  letter.verdict.failure_class = failure_class_of(row.text(column++));
  letter.verdict.message = row.text(column++);
  letter.verdict.attempts = row.number(column++);
  letter.verdict.environment = row.number(column++) != 0;
  if (!row.is_null(column)) letter.ignored = {row.integer(column), row.text(column + 1)};
  return letter;
}

}  // namespace

FailureClass failure_class_of(const std::string& name) {
  for (const FailureClass known : {FailureClass::transient, FailureClass::timeout, FailureClass::memory,
                                   FailureClass::crash, FailureClass::lost}) {
    if (name == to_string(known)) return known;
  }
  return FailureClass::rejected;
}

void Totals::add(const Totals& other) {
  entries += other.entries;
  bytes += other.bytes;
  pending_entries += other.pending_entries;
  pending_bytes += other.pending_bytes;
  pending_batches += other.pending_batches;
  read += other.read;
  done += other.done;
  filtered += other.filtered;
  dead += other.dead;
  ignored += other.ignored;
  under_way += other.under_way;
  parts_balance = parts_balance && other.books_balance();
}

std::vector<Totals> ReadStore::totals() const {
  // One transaction, so that both queries see the same commits.
  const ReadTransaction snapshot(database_);
  Statement sum = database_.prepare(
      "SELECT s.node, total(b.last_entry - b.first_entry + 1) FILTER (WHERE b.ordinal IS NULL), "
      "total(b.bytes) FILTER (WHERE b.ordinal IS NULL), "
      "total(b.last_entry - b.first_entry + 1 - iif(b.ordinal IS NULL AND b.left_out = 1, (SELECT count(DISTINCT "
      "l.entry) FROM left_out l WHERE l.entry BETWEEN b.first_entry AND b.last_entry AND l.batch = b.batch), 0)) "
      "FILTER (WHERE b.state = 'pending'), "
      "total(b.bytes) FILTER (WHERE b.state = 'pending'), count(*) FILTER (WHERE b.state = 'pending'), "
      "total(b.read), total(b.done), s.id FROM sources s JOIN batches b ON b.source = s.id GROUP BY s.id",
      kReportsPurpose);
  std::vector<Totals> all;
  std::map<std::uint64_t, std::size_t> place;
  sum.start();
  while (sum.next()) {
    place[sum.number(8)] = all.size();
    all.push_back({sum.text(0), sum.number(1), sum.number(2), sum.number(3), sum.number(4), sum.number(5),
                   sum.number(6), sum.number(7)});
  }
  Statement verdicts = database_.prepare(
      "SELECT b.source, d.verdict, count(*), count(d.ignored_ms) FROM documents d JOIN batches b ON b.batch = d.batch "
      "GROUP BY 1, 2",
      kReportsPurpose);
  verdicts.start();
  while (verdicts.next()) {
    Totals& totals = all[place.at(verdicts.number(0))];
    (verdicts.text(1) == "dead" ? totals.dead : totals.filtered) = verdicts.number(2);
    totals.ignored += verdicts.number(3);
  }
  if (spools().empty()) return all;

  Statement spooled =
      database_.prepare("SELECT id FROM sources WHERE node IN (SELECT spool FROM spools)", kReportsPurpose);
  spooled.start();
  while (spooled.next()) {
    const auto found = place.find(spooled.number(0));
    if (found != place.end()) all[found->second].is_spool = true;
  }
  // Documents that were carried into a spool count as done there; what became of them is known from below.
  Statement outcomes = database_.prepare(
      "SELECT b.source, o.outcome, count(*), count(*) FILTER (WHERE o.outcome = 'dead' AND NOT EXISTS (SELECT 1 FROM "
      "entries p JOIN documents d ON d.entry = p.entry WHERE p.origin_entry = o.entry AND p.origin_ordinal = o.ordinal "
      "AND d.verdict = 'dead' AND d.ignored_ms IS NULL)) FROM v_origins o JOIN entries e ON e.entry = o.entry "
      "JOIN batches b ON b.batch = e.batch WHERE o.outcome <> 'done' GROUP BY 1, 2",
      kReportsPurpose);
  outcomes.start();
  while (outcomes.next()) {
    Totals& totals = all[place.at(outcomes.number(0))];
    const std::string outcome = outcomes.text(1);
    const std::uint64_t documents = outcomes.number(2);
    totals.done -= documents;
    totals.ignored += outcomes.number(3);
    (outcome == "dead" ? totals.dead : outcome == "filtered" ? totals.filtered : totals.under_way) += documents;
  }
  return all;
}

// What became of source documents, those that went through a spool among them: each once, with the first reason.
std::vector<ReasonCount> ReadStore::filtered() const {
  return reason_counts(
      "SELECT node, reason, count(*) FROM (SELECT d.node, d.reason FROM documents d JOIN entries e ON e.entry = "
      "d.entry "
      "WHERE d.verdict = 'filtered' AND e.origin_entry IS NULL UNION ALL "
      "SELECT d.node, d.reason FROM v_origins o JOIN documents d ON d.entry = o.filtered_entry "
      "WHERE o.outcome = 'filtered') GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2");
}

std::vector<ReasonCount> ReadStore::dead() const {
  return reason_counts(
      "SELECT node, reason, count(*) FROM (SELECT d.node, d.reason FROM documents d JOIN entries e ON e.entry = "
      "d.entry "
      "WHERE d.verdict = 'dead' AND e.origin_entry IS NULL UNION ALL "
      "SELECT d.node, d.reason FROM v_origins o JOIN documents d ON d.entry = o.dead_entry "
      "WHERE o.outcome = 'dead') GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2");
}

std::vector<ReasonCount> ReadStore::drops() const {
  return reason_counts("SELECT node, reason, sum(documents) FROM drops GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2");
}

std::vector<ReasonCount> ReadStore::reason_counts(const char* sql) const {
  std::vector<ReasonCount> counts;
  Statement read = database_.prepare(sql, kReportsPurpose);
  read.start();
  while (read.next()) counts.push_back({read.text(0), read.text(1), read.number(2)});
  return counts;
}

std::vector<NodeWork> ReadStore::node_work() const {
  std::vector<NodeWork> work;
  Statement read = database_.prepare(
      "SELECT node, calls, documents_in, documents_out, dropped, failed, wall_ns, cpu_ns FROM nodes ORDER BY node",
      "read the work of the nodes");
  read.start();
  while (read.next()) {
    work.push_back({read.text(0), read.number(1), read.number(2), read.number(3), read.number(4), read.number(5),
                    read.number(6), read.number(7)});
  }
  return work;
}

std::vector<Session> ReadStore::sessions() const {
  std::vector<Session> sessions;
  Statement read = database_.prepare(
      "SELECT pid, started_ms, committed_ms, commits, documents, bytes, outcome FROM sessions ORDER BY id",
      "read the sessions");
  read.start();
  while (read.next()) {
    sessions.push_back({read.number(0), read.integer(1), read.integer(2), read.number(3), read.number(4),
                        read.number(5), read.text(6)});
  }
  return sessions;
}

std::vector<DecisionRecord> ReadStore::decisions() const {
  Statement read = database_.prepare(
      "SELECT decided_ms, decision, why, node, key, before, after, documents, epoch FROM changes ORDER BY id",
      "read the decisions");
  const auto optional_text = [&read](int column) {
    return read.is_null(column) ? std::nullopt : std::optional<std::string>(read.text(column));
  };
  std::vector<DecisionRecord> decisions;
  std::uint64_t epoch = 0;
  read.start();
  while (read.next()) {
    const Decision decision = decision_of(read.text(1));
    if (decisions.empty() || epoch != read.number(8)) {
      decisions.push_back({decision, read.text(2), {}, 0, read.integer(0)});
    }
    epoch = read.number(8);
    if (read.is_null(3)) {
      decisions.back().inputs = read.number(7);
    } else {
      decisions.back().changes.push_back(
          {read.text(3), read.text(4), optional_text(5), optional_text(6), read.number(7)});
    }
  }
  return decisions;
}

std::vector<DeadLetter> ReadStore::dead_letters(const DeadLetterFilter& filter) const {
  // The name, and ends of it that begin at a '/'.
  constexpr const char* kName = "'/' || e.path || coalesce('!' || nullif(e.member, ''), '')";
  std::string paths;
  for (std::size_t i = 0; i < filter.paths.size(); ++i) {
    const std::string parameter = "?" + std::to_string(kFirstPath + i);
    paths.append(i == 0 ? " AND (" : " OR ").append("substr(").append(kName).append(", -length('/' || ");
    paths.append(parameter).append(")) = '/' || ").append(parameter);
  }
  if (!paths.empty()) paths += ")";
  Statement read = database_.prepare(
      "SELECT " + kDeadLetterColumns + kDeadLetters +
          " AND d.reason = coalesce(?1, d.reason) AND d.node = coalesce(?2, d.node) AND d.class = coalesce(?3, "
          "d.class) "
          "AND (d.entry, d.ordinal) > (?4, ?5) AND e.size >= coalesce(?7, 0) AND e.size <= coalesce(?8, e.size) "
          "AND d.attempts >= ?9 AND (?10 IS NULL OR " +
          kLastEnd + " < ?10) AND (?11 IS NULL OR " + kLastEnd +
          " > ?11) AND (?12 IS NULL OR (d.ignored_ms IS NOT NULL) = ?12)" + paths +
          " ORDER BY d.entry, d.ordinal LIMIT ?6",
      "read the dead letters");
  std::optional<std::string_view> failure_class;
  if (filter.failure_class) failure_class = to_string(*filter.failure_class);
  const std::int64_t after_entry = filter.after ? static_cast<std::int64_t>(filter.after->entry) : -1;
  const std::uint64_t after_ordinal = filter.after ? filter.after->ordinal : 0;
  std::vector<DeadLetter> letters;
  read.start(filter.reason, filter.node, failure_class, after_entry, after_ordinal, filter.limit, filter.smallest,
             filter.largest, filter.attempts, filter.ended_before_ms, filter.ended_after_ms, filter.ignored);
  for (std::size_t i = 0; i < filter.paths.size(); ++i) {
    read.bind_next(static_cast<int>(kFirstPath + i), filter.paths[i]);
  }
  while (read.next()) letters.push_back(read_dead_letter(read));
  return letters;
}

std::vector<DeadLetterGroup> ReadStore::dead_letter_groups() const {
  // SQLite takes the columns beside min() from the row that has the minimum: the first in source order.
  Statement read = database_.prepare(
      "SELECT " + kDeadLetterColumns + ", count(*), min(d.entry * 4294967296 + d.ordinal)" + kDeadLetters +
          " AND d.ignored_ms IS NULL GROUP BY d.reason, d.node, d.class ORDER BY count(*) DESC, d.reason, d.node",
      "group the dead letters");
  std::vector<DeadLetterGroup> groups;
  read.start();
  while (read.next()) {
    DeadLetter example = read_dead_letter(read);
    const DocumentVerdict& verdict = example.verdict;
    groups.push_back(
        {verdict.reason, verdict.node, *verdict.failure_class, read.number(kDeadLetterColumnCount), example});
  }
  return groups;
}

}  // namespace weir::store
