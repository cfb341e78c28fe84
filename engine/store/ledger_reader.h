// Reads what a sink's database says that it has of one run and sink: its ledger, and the rows of its table. The layout
// is documented in docs/run-directory.md. Changes nothing.
//
// Threads: one at a time. Throws StoreError.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "store/database.h"
#include "store/rows.h"

namespace weir::store {

// What the ledger has of a batch.
struct LedgerEntry {
  BatchId batch = 0;
  std::uint64_t records = 0;
};

class LedgerReader {
 public:
  // `run` is the run's identity, `node` the sink.
  LedgerReader(const std::filesystem::path& path, std::string run, std::string node);

  // The table that the sink writes; nothing where the database knows nothing of it.
  std::optional<std::string> table() const;
  // Ascending.
  std::vector<LedgerEntry> ledger() const;
  // Rows by the batch that wrote them; those that wait behind others with the same key count.
  BatchRecords rows_by_batch() const;
  // How many rows a document has, and how many of them wait behind others.
  std::uint64_t rows_of(DocumentKey document) const;
  std::uint64_t rows_waiting(DocumentKey document) const;
  // What SQLite finds wrong with the file, a line each; it reads all of it.
  std::vector<std::string> damage() const;

 private:
  bool exists(const std::string& table) const;
  std::uint64_t rows_in(const std::string& table, DocumentKey document) const;
  // Those that hold rows: the sink's, and the one of those that wait.
  std::vector<std::string> tables() const;

  Database database_;
  std::string run_;
  std::string node_;
};

}  // namespace weir::store
