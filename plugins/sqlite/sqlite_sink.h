// The sink `sqlite`: a row of a table for each document, exactly once.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <weir/plugin.h>

#include "sqlite/column.h"

namespace weir::sqlite {

class SqliteSink final : public Sink {
 public:
  struct Params {
    std::string path;
    std::string table = "documents";
    std::vector<Table> columns;
    std::vector<std::string> key;
    std::int64_t rows_per_statement = 0;
    bool into_existing = false;
    Duration patience{30'000};

    void declare(ParamList& list);
    std::optional<std::string> check() const;
  };

  static std::unique_ptr<Database> open(const Params& params, const DatabaseSite& site);

  explicit SqliteSink(const Params& params);

  void encode(const Document& document, RecordWriter& out) override;

 private:
  void encode_declared(const Document& document, RecordWriter& out) const;
  void encode_all(const Document& document, RecordWriter& out) const;

  std::vector<Column> columns_;   // empty: inferred
  std::vector<std::size_t> key_;  // indices into them
};

}  // namespace weir::sqlite
