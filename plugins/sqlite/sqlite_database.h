// The database of one sink: opens the file, refuses one that is somebody else's, and applies batches.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <weir/database.h>
#include <weir/units.h>

#include "sqlite/ledger.h"
#include "sqlite/row_table.h"

namespace weir::sqlite {

class SqliteDatabase final : public Database {
 public:
  struct Settings {
    TableShape table;
    bool into_existing = false;  // other tables may be there
    Duration patience{};
  };

  // Changes nothing, and makes no file.
  SqliteDatabase(DatabaseSite site, Settings settings);

  std::vector<std::uint64_t> batches() override;
  void begin() override;
  std::optional<LedgerRow> find(std::uint64_t batch) override { return ledger_->find(batch); }
  void apply(const LedgerRow& row, std::span<const DocumentRecords> documents) override;
  void erase(const LedgerRow& row) override;
  void commit() override;
  void roll_back() noexcept override;
  void finish() override;
  bool finished() override { return finished_; }

 private:
  void connect();
  void check_owner() const;
  [[noreturn]] void refuse(const std::string& why, const std::string& remedy) const;
  void take_possession();

  const DatabaseSite site_;
  const Settings settings_;
  // In this order, so that statements go before their connection.
  std::unique_ptr<Connection> connection_;
  std::optional<Ledger> ledger_;
  std::optional<RowTable> table_;
  bool ours_ = false;     // the tables are there, and this run's
  bool logging_ = false;  // the log is set up
  bool table_open_ = false;
  bool finished_ = false;
};

}  // namespace weir::sqlite
