#include "sqlite/ledger.h"

#include <utility>

namespace weir::sqlite {
namespace {

constexpr const char* kTables = R"sql(
CREATE TABLE IF NOT EXISTS weir_sinks (
  run      TEXT    NOT NULL,
  node     TEXT    NOT NULL,
  name     TEXT    NOT NULL,
  finished INTEGER NOT NULL CHECK (finished IN (0, 1)),
  PRIMARY KEY (run, node)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS weir_ledger (
  run         TEXT    NOT NULL,
  node        TEXT    NOT NULL,
  batch       INTEGER NOT NULL,
  first_entry INTEGER NOT NULL,
  last_entry  INTEGER NOT NULL,
  fingerprint TEXT    NOT NULL,
  excluded    TEXT    NOT NULL,
  checksum    TEXT    NOT NULL,
  records     INTEGER NOT NULL,
  PRIMARY KEY (run, node, batch)
) STRICT, WITHOUT ROWID;
)sql";

std::uint64_t number(const Statement& row, int column) { return static_cast<std::uint64_t>(row.integer(column)); }

}  // namespace

Ledger::Ledger(const Connection& connection, std::string run, std::string node)
    : connection_(connection), run_(std::move(run)), node_(std::move(node)) {}

bool Ledger::exists() const {
  Statement tables = connection_.prepare(
      "SELECT count(*) = 2 FROM main.sqlite_schema WHERE type = 'table' AND name IN ('weir_sinks', 'weir_ledger')");
  const bool both = tables.next() && tables.integer(0) != 0;
  tables.reset();
  return both;
}

bool Ledger::is_ours() const {
  if (!exists()) return false;
  Statement known = connection_.prepare("SELECT 1 FROM weir_sinks WHERE run = ? AND node = ?");
  const bool ours = known.bind(run_).bind(node_).next();
  known.reset();
  return ours;
}

bool Ledger::is_finished() const {
  Statement known = connection_.prepare("SELECT finished FROM weir_sinks WHERE run = ? AND node = ?");
  const bool finished = known.bind(run_).bind(node_).next() && known.integer(0) != 0;
  known.reset();
  return finished;
}

std::vector<std::uint64_t> Ledger::batches() const {
  std::vector<std::uint64_t> batches;
  Statement read = connection_.prepare("SELECT batch FROM weir_ledger WHERE run = ? AND node = ? ORDER BY batch");
  read.bind(run_).bind(node_);
  while (read.next()) batches.push_back(number(read, 0));
  return batches;
}

void Ledger::create(const std::string& table) {
  connection_.execute(kTables);
  connection_
      .prepare(
          "DELETE FROM weir_ledger WHERE EXISTS (SELECT 1 FROM weir_sinks s WHERE s.run = weir_ledger.run AND "
          "s.node = weir_ledger.node AND s.name = ?)")
      .bind(table)
      .run();
  connection_.prepare("DELETE FROM weir_sinks WHERE name = ?").bind(table).run();
  connection_.prepare("INSERT INTO weir_sinks (run, node, name, finished) VALUES (?, ?, ?, 0)")
      .bind(run_)
      .bind(node_)
      .bind(table)
      .run();
}

void Ledger::prepare() {
  if (find_) return;
  find_.emplace(
      connection_.prepare("SELECT first_entry, last_entry, fingerprint, excluded, checksum, records FROM weir_ledger "
                          "WHERE run = ? AND node = ? AND batch = ?"));
  insert_.emplace(connection_.prepare(
      "INSERT INTO weir_ledger (run, node, batch, first_entry, last_entry, fingerprint, excluded, checksum, records) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"));
  erase_.emplace(connection_.prepare("DELETE FROM weir_ledger WHERE run = ? AND node = ? AND batch = ?"));
}

std::optional<LedgerRow> Ledger::find(std::uint64_t batch) {
  prepare();
  std::optional<LedgerRow> row;
  if (find_->bind(run_).bind(node_).bind(batch).next()) {
    row = LedgerRow{batch,          number(*find_, 0), number(*find_, 1), find_->text(2),
                    find_->text(3), find_->text(4),    number(*find_, 5)};
  }
  find_->reset();
  return row;
}

void Ledger::insert(const LedgerRow& row) {
  prepare();
  insert_->bind(run_).bind(node_).bind(row.batch).bind(row.first_entry).bind(row.last_entry);
  insert_->bind(row.fingerprint).bind(row.excluded).bind(row.checksum).bind(row.records).run();
}

void Ledger::erase(std::uint64_t batch) {
  prepare();
  erase_->bind(run_).bind(node_).bind(batch).run();
}

void Ledger::set_finished(bool finished) const {
  connection_.prepare("UPDATE weir_sinks SET finished = ? WHERE run = ? AND node = ?")
      .bind(std::uint64_t{finished})
      .bind(run_)
      .bind(node_)
      .run();
}

}  // namespace weir::sqlite
