// The databases that sinks have their records applied to: one transaction for each group of batches, with the records
// and a row of the database's ledger for each batch, committed before the store records the group.
//
// So a crash leaves a database at most one group ahead of the store. What it has of that group already is known by its
// ledger when the batches run again: the same fingerprint, exclusions and records are left as they are, others
// replaced.
//
// Threads: one at a time. Throws CommitError.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include <weir/database.h>

#include "commit/finished.h"
#include "commit/output_tree.h"
#include "commit/sink.h"
#include "store/store.h"

namespace weir::commit {

class Databases {
 public:
  // Opens those of all sinks that have one. Makes the folders that their files lie in.
  Databases(const batch::Wiring& wiring, const std::vector<Sink>& sinks, store::Store& store, OutputTree& tree,
            bool overwrite);

  // Refuses a database that lacks what the store has committed, and takes away what belongs to no batch any more.
  void recover();

  // `gaps` has for each batch of the group the documents that are left out of it.
  void apply(std::span<const Finished> group, std::span<const std::vector<store::DocumentKey>> gaps);
  // How long that took for the sink at `node`, the last time.
  std::uint64_t apply_ns(std::size_t node) const;
  // Takes away what the databases have of batches whose only document was given up later.
  void withdraw(std::span<const store::BatchId> batches);

  // All batches are committed.
  void finish();
  bool finished() const;

 private:
  struct Open {
    const Sink* sink;
    std::unique_ptr<Database> database;
    std::uint64_t apply_ns = 0;
  };

  LedgerRow ledger_row(const batch::Batch& batch, const std::vector<store::DocumentKey>& gaps,
                       std::span<const DocumentRecords> documents) const;
  void apply(Database& database, const LedgerRow& row, std::span<const DocumentRecords> documents) const;
  std::vector<std::uint64_t> find_strays(const Open& open) const;
  template <typename Step>
  static auto guarded(const Open& open, Step&& step);
  template <typename Change>
  static void in_transaction(const Open& open, Change&& change);
  static void withdraw(const Open& open, std::span<const store::BatchId> batches);

  store::Store& store_;
  std::string fingerprint_;  // of the run
  std::vector<Open> open_;
};

}  // namespace weir::commit
