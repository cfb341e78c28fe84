#include "commit/ledger_check.h"

#include <optional>
#include <system_error>

#include "store/ledger_reader.h"

namespace weir::commit {
namespace {

class Comparison {
 public:
  Comparison(const store::LedgerReader& reader, const std::filesystem::path& path, LedgerCheck& check)
      : path_(path), check_(check), rows_(reader.rows_by_batch()) {
    for (const store::LedgerEntry& entry : reader.ledger()) ledger_[entry.batch] = entry.records;
  }

  void compare(const store::BatchState& batch) {
    const auto found = ledger_.find(batch.batch);
    if (found != ledger_.end()) {
      check_.records[batch.batch] += found->second;
    } else if (batch.committed && !batch.given_up) {
      fault("lacks batch " + std::to_string(batch.batch) + ", which was committed");
    }
  }

  void compare_rows() {
    for (const auto& [batch, rows] : rows_) {
      check_.rows += rows;
      if (!ledger_.contains(batch)) fault("has rows of batch " + std::to_string(batch) + ", which its ledger lacks");
    }
    for (const auto& [batch, records] : ledger_) {
      const auto found = rows_.find(batch);
      const std::uint64_t rows = found == rows_.end() ? 0 : found->second;
      if (rows == records) continue;
      fault("has " + std::to_string(rows) + " rows of batch " + std::to_string(batch) + ", and its ledger " +
            std::to_string(records));
    }
  }

 private:
  void fault(const std::string& what) { check_.faults.push_back(path_.string() + ": " + what); }

  const std::filesystem::path& path_;
  LedgerCheck& check_;
  store::BatchRecords ledger_;
  const store::BatchRecords rows_;
};

bool anything_committed(const store::ReadStore& store) {
  bool any = false;
  store.visit_batches([&](const store::BatchState& batch) { any = any || (batch.committed && !batch.given_up); });
  return any;
}

}  // namespace

bool check_ledger(const store::ReadStore& store, const std::string& node, const std::filesystem::path& path,
                  LedgerCheck& check) {
  const auto fault = [&](const std::string& what) {
    check.faults.push_back(path.string() + ": " + what);
    return false;
  };
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) {
    // Made with the first batch that is committed.
    return !anything_committed(store) || fault("is missing");
  }
  try {
    const store::LedgerReader reader(path, store.identity(), node);
    for (const std::string& line : reader.damage()) fault("is damaged: " + line);
    if (!reader.table()) return !anything_committed(store) || fault("knows nothing of this run");
    Comparison comparison(reader, path, check);
    store.visit_batches([&](const store::BatchState& batch) { comparison.compare(batch); });
    comparison.compare_rows();
    ++check.databases;
    return true;
  } catch (const store::StoreError& broken) {
    return fault(std::string("cannot be checked: ") + broken.what());
  }
}

}  // namespace weir::commit
