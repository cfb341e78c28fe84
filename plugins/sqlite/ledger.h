// The tables that weir keeps beside those of its user: which sinks write here, and what they have applied.
//
// Several runs and nodes may write into one database; each sees only its own rows.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <weir/database.h>

#include "sqlite/connection.h"

namespace weir::sqlite {

class Ledger {
 public:
  Ledger(const Connection& connection, std::string run, std::string node);

  // Whether this run and node have written here before. Changes nothing.
  bool is_ours() const;
  bool is_finished() const;
  std::vector<std::uint64_t> batches() const;

  // Within a transaction. `table` is what the sink writes; what other runs noted of it is void.
  void create(const std::string& table);
  std::optional<LedgerRow> find(std::uint64_t batch);
  void insert(const LedgerRow& row);
  void erase(std::uint64_t batch);
  void set_finished(bool finished) const;

 private:
  bool exists() const;
  void prepare();

  const Connection& connection_;
  const std::string run_;
  const std::string node_;
  std::optional<Statement> find_;
  std::optional<Statement> insert_;
  std::optional<Statement> erase_;
};

}  // namespace weir::sqlite
