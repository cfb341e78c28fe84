#include "store/ledger_reader.h"

#include <utility>

namespace weir::store {
namespace {

constexpr const char* kLedgerReaderPurpose = "read the ledger of a database";
constexpr const char* kWaiting = "weir_shadowed_";

std::string quoted(const std::string& name) {
  std::string quoted = "\"";
  for (const char c : name) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

// A crash while the database is given its log, or loses it, leaves a journal of its first page, which only a writer can
// put back. Either version of that page will do: all that is committed lies in the file.
Database open_to_read(const std::filesystem::path& path) {
  Database database(path, Database::Mode::read);
  if (database.can_be_read()) return database;
  return {path, Database::Mode::read_as_it_lies};
}

}  // namespace

LedgerReader::LedgerReader(const std::filesystem::path& path, std::string run, std::string node)
    : database_(open_to_read(path)), run_(std::move(run)), node_(std::move(node)) {}

std::optional<std::string> LedgerReader::table() const {
  if (!exists("weir_sinks") || !exists("weir_ledger")) return std::nullopt;
  Statement read = database_.prepare("SELECT name FROM weir_sinks WHERE run = ? AND node = ?", kLedgerReaderPurpose);
  read.start(run_, node_);
  if (!read.next()) return std::nullopt;
  return read.text(0);
}

std::vector<LedgerEntry> LedgerReader::ledger() const {
  std::vector<LedgerEntry> entries;
  Statement read = database_.prepare("SELECT batch, records FROM weir_ledger WHERE run = ? AND node = ? ORDER BY batch",
                                     kLedgerReaderPurpose);
  read.start(run_, node_);
  while (read.next()) entries.push_back({read.number(0), read.number(1)});
  return entries;
}

BatchRecords LedgerReader::rows_by_batch() const {
  BatchRecords rows;
  for (const std::string& name : tables()) {
    const std::string sql = "SELECT weir_batch, count(*) FROM " + quoted(name) + " GROUP BY 1";
    Statement read = database_.prepare(sql, kLedgerReaderPurpose);
    read.start();
    while (read.next()) rows[read.number(0)] += read.number(1);
  }
  return rows;
}

std::uint64_t LedgerReader::rows_of(DocumentKey document) const {
  std::uint64_t rows = 0;
  for (const std::string& name : tables()) rows += rows_in(name, document);
  return rows;
}

std::uint64_t LedgerReader::rows_waiting(DocumentKey document) const {
  const std::optional<std::string> name = table();
  const std::string waiting = kWaiting + name.value_or("");
  return name && exists(waiting) ? rows_in(waiting, document) : 0;
}

std::vector<std::string> LedgerReader::damage() const {
  std::vector<std::string> lines;
  Statement read = database_.prepare("PRAGMA integrity_check", "check a database");
  read.start();
  while (read.next()) {
    if (read.text(0) != "ok") lines.push_back(read.text(0));
  }
  return lines;
}

bool LedgerReader::exists(const std::string& table) const {
  Statement find = database_.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ? COLLATE NOCASE",
                                     kLedgerReaderPurpose);
  find.start(table);
  const bool found = find.next();
  find.reset();
  return found;
}

std::uint64_t LedgerReader::rows_in(const std::string& table, DocumentKey document) const {
  const std::string sql = "SELECT count(*) FROM " + quoted(table) + " WHERE weir_entry = ? AND weir_ordinal = ?";
  Statement read = database_.prepare(sql, kLedgerReaderPurpose);
  read.start(document.entry, document.ordinal);
  return read.next() ? read.number(0) : 0;
}

std::vector<std::string> LedgerReader::tables() const {
  std::vector<std::string> tables;
  const std::optional<std::string> name = table();
  if (!name) return tables;
  for (const std::string& each : {*name, kWaiting + *name}) {
    if (exists(each)) tables.push_back(each);
  }
  return tables;
}

}  // namespace weir::store
