// What a sink of records is to the committer: a database that takes the records of a batch and a row of its ledger in
// one transaction. `encode` turns documents into bytes, on any thread; a Database applies them, on the committer's.
//
// The order of a commit: begin(); for each batch find(), and then nothing where the ledger has the batch as it is, or
// erase() where it has it otherwise, and apply(); commit(). Only then does the run's own store record the batch. After
// a crash in between the batch runs again, and the ledger tells that its records are there already.
//
// Threads: one at a time. Errors: DatabaseError; the run then ends in order, and what was not committed is rolled back.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

// For whom a database is opened.
struct DatabaseSite {
  // The file that the output parameter names, as an absolute path below the output directory, whose folder is there;
  // empty for a sink that names no file.
  std::string path;
  std::string run;   // the run's identity: 32 hexadecimal digits, another for each run
  std::string node;  // the sink's name in the graph: a graph may have several sinks of a kind
  // What others have written under the names that this sink writes may be replaced.
  bool overwrite = false;
};

class DatabaseError : public std::runtime_error {
 public:
  enum class Kind : std::uint8_t {
    busy,     // others keep it locked: the run can be resumed
    full,     // no space: the run can be resumed once there is some
    refused,  // somebody has to change something: permissions, a table that belongs to others
    failed,   // an error of the disk, damage
  };

  DatabaseError(Kind kind, const std::string& message) : std::runtime_error(message), kind_(kind) {}
  Kind kind() const { return kind_; }

 private:
  Kind kind_;
};

// What a database remembers of a batch, in the transaction that wrote its records. A batch is applied again only where
// a field of this differs.
struct LedgerRow {
  std::uint64_t batch = 0;
  // The entries of the batch, both included. They tell where its records lie, not what they are.
  std::uint64_t first_entry = 0;
  std::uint64_t last_entry = 0;
  std::string fingerprint;  // of everything that decides the records
  std::string excluded;     // source documents that were left out: "812/0 815/3", ascending
  std::string checksum;     // of the records and of whose they are, 32 hexadecimal digits
  std::uint64_t records = 0;

  bool operator==(const LedgerRow&) const = default;
};

// What `encode` wrote for one source document. Its identity within the run is (entry, ordinal): by these a database
// orders records, and finds them again to replace them.
struct DocumentRecords {
  std::uint64_t entry = 0;
  std::uint64_t ordinal = 0;
  std::uint64_t records = 0;
  std::string_view bytes;
};

class Database {
 public:
  Database() = default;
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  virtual ~Database() = default;

  // The batches of this run and node that the ledger has, ascending. Must not change the database.
  virtual std::vector<std::uint64_t> batches() = 0;

  virtual void begin() = 0;
  virtual std::optional<LedgerRow> find(std::uint64_t batch) = 0;
  // Writes the records, which are in source order, and the row of the ledger.
  virtual void apply(const LedgerRow& row, std::span<const DocumentRecords> documents) = 0;
  // Takes away the records of a batch and its row in the ledger.
  virtual void erase(const LedgerRow& row) = 0;
  // Returns when the transaction is durable.
  virtual void commit() = 0;
  virtual void roll_back() noexcept = 0;

  // Every batch of the run is applied: brings the database into the state in which it stays, durably. May be called
  // again after more was applied.
  virtual void finish() = 0;
  // Whether nothing was applied since finish(). Must not change the database.
  virtual bool finished() = 0;
};

}  // namespace weir
