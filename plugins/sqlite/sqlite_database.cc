#include "sqlite/sqlite_database.h"

#include <filesystem>
#include <utility>

namespace weir::sqlite {

SqliteDatabase::SqliteDatabase(DatabaseSite site, Settings settings)
    : site_(std::move(site)), settings_(std::move(settings)) {
  if (!std::filesystem::exists(std::filesystem::symlink_status(site_.path))) return;
  connect();
  ours_ = ledger_->is_ours();
  if (!ours_) check_owner();
  // A crash may have come before the log was given up, or a reader have kept it.
  const bool is_one_file = settings_.into_existing || !connection_->logs_ahead();
  finished_ = ours_ && is_one_file && ledger_->is_finished();
}

void SqliteDatabase::connect() {
  if (connection_) return;
  connection_ = std::make_unique<Connection>(site_.path, settings_.patience);
  ledger_.emplace(*connection_, site_.run, site_.node);
  table_.emplace(*connection_, settings_.table);
}

void SqliteDatabase::check_owner() const {
  if (site_.overwrite) return;
  Statement anything = connection_->prepare("SELECT 1 FROM main.sqlite_schema LIMIT 1");
  const bool is_empty = !anything.next();
  anything.reset();
  if (is_empty) return;
  if (!settings_.into_existing) {
    refuse("this run has not written it",
           "move it away, publish elsewhere with --out, let the sink write beside what is there with "
           "`into_existing = true`, or resume with --overwrite");
  }
  if (table_->exists()) {
    refuse("this run has not written its table " + settings_.table.name,
           "give the sink another `table`, or resume with --overwrite, which replaces that one");
  }
}

void SqliteDatabase::refuse(const std::string& why, const std::string& remedy) const {
  throw DatabaseError(DatabaseError::Kind::refused,
                      "would change a database of others: " + site_.path + ": " + why + ": " + remedy);
}

std::vector<std::uint64_t> SqliteDatabase::batches() {
  return ours_ ? ledger_->batches() : std::vector<std::uint64_t>();
}

void SqliteDatabase::begin() {
  connect();
  if (!logging_) connection_->log_ahead();
  logging_ = true;
  connection_->execute("BEGIN IMMEDIATE");
  try {
    if (!ours_) take_possession();
    if (!table_open_) table_->open();
    table_open_ = true;
    if (finished_) ledger_->set_finished(false);
  } catch (...) {
    roll_back();
    throw;
  }
}

// In the transaction of the first batch, so that the tables are there with it or not at all.
void SqliteDatabase::take_possession() {
  check_owner();
  if (table_->exists()) table_->drop();
  table_->create();
  ledger_->create(settings_.table.name);
}

void SqliteDatabase::apply(const LedgerRow& row, std::span<const DocumentRecords> documents) {
  table_->insert(row.batch, documents);
  ledger_->insert(row);
}

void SqliteDatabase::erase(const LedgerRow& row) {
  table_->erase(row.batch, row.first_entry, row.last_entry);
  ledger_->erase(row.batch);
}

void SqliteDatabase::commit() {
  connection_->execute("COMMIT");
  ours_ = true;
  finished_ = false;
}

void SqliteDatabase::roll_back() noexcept {
  connection_->roll_back();
  table_open_ = false;
}

void SqliteDatabase::finish() {
  begin();
  try {
    table_->settle();
    ledger_->set_finished(true);
    commit();
  } catch (...) {
    roll_back();
    throw;
  }
  finished_ = true;
  // How others keep their database is theirs to say.
  if (settings_.into_existing) return;
  connection_->give_up_log();
  logging_ = false;
}

}  // namespace weir::sqlite
