// A database of the sink `sqlite` in a folder of its own, applied to as the committer does.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "sdk_harness.h"
#include "sqlite/connection.h"
#include "sqlite/sqlite_sink.h"

namespace weir::sqlite {

inline Value column(std::string_view name, std::string_view type = "any", std::string_view field = {}) {
  Table table = harness::table({{"name", name}, {"type", type}});
  if (!field.empty()) table.set("field", field);
  return table;
}

inline Document document(std::string text, const Table& fields = {}) {
  Document document = harness::blocks({{std::move(text)}});
  for (const auto& [key, value] : fields) document.metadata().set(key, value);
  return document;
}

class OpenedDatabase : public ::testing::Test {
 protected:
  struct Source {  // a source document and what it became
    std::uint64_t entry;
    std::vector<std::string> records;  // encoded
  };

  std::string path() const { return (directory_.path() / "out.sqlite").string(); }

  SqliteSink::Params params() const {
    Table with = with_;
    with.set("path", "out.sqlite");
    return harness::bind<SqliteSink::Params>(with);
  }

  std::unique_ptr<Database> open(std::string run = "0123456789abcdef0123456789abcdef", bool overwrite = false) const {
    return SqliteSink::open(params(), {path(), std::move(run), "rows", overwrite});
  }

  std::string encode(const Document& document) const {
    SqliteSink sink(params());
    harness::Written written = harness::encode(sink, document);
    EXPECT_TRUE(written.failures.empty()) << written.failures.front().message;
    EXPECT_EQ(written.records, 1u);
    return written.volume;
  }
  // The failure of a document that cannot be a row.
  Failure failure(const Document& document) const {
    SqliteSink sink(params());
    const harness::Written written = harness::encode(sink, document);
    return written.failures.empty() ? Failure{} : written.failures.front();
  }

  static LedgerRow ledger_row(std::uint64_t batch, const std::vector<Source>& sources) {
    LedgerRow row{batch, 0, 0, "f", "", "c" + std::to_string(batch), 0};
    if (!sources.empty()) row.first_entry = sources.front().entry;
    if (!sources.empty()) row.last_entry = sources.back().entry;
    for (const Source& source : sources) row.records += source.records.size();
    return row;
  }

  // Within a transaction.
  static LedgerRow apply_open(Database& database, std::uint64_t batch, const std::vector<Source>& sources) {
    std::vector<std::string> bytes;
    for (const Source& source : sources) {
      std::string& all = bytes.emplace_back();
      for (const std::string& record : source.records) all += record;
    }
    std::vector<DocumentRecords> documents;
    for (std::size_t i = 0; i < sources.size(); ++i) {
      documents.push_back({sources[i].entry, 0, sources[i].records.size(), bytes[i]});
    }
    LedgerRow row = ledger_row(batch, sources);
    database.apply(row, documents);
    return row;
  }
  static LedgerRow apply(Database& database, std::uint64_t batch, const std::vector<Source>& sources) {
    database.begin();
    LedgerRow row = apply_open(database, batch, sources);
    database.commit();
    return row;
  }
  static void erase(Database& database, const LedgerRow& row) {
    database.begin();
    database.erase(row);
    database.commit();
  }

  // What a query gives: "a|b" for each row.
  std::vector<std::string> rows(const std::string& sql) const {
    const Connection connection(path(), Duration(0));
    Statement query = connection.prepare(sql);
    std::vector<std::string> rows;
    while (query.next()) {
      std::string& row = rows.emplace_back();
      for (int i = 0; i < query.columns(); ++i) row += (i == 0 ? "" : "|") + query.text(i);
    }
    return rows;
  }
  void execute(const std::string& sql) const { Connection(path(), Duration(0)).execute(sql); }

  harness::TemporaryDirectory directory_;
  Table with_;
};

}  // namespace weir::sqlite
