#include "run/books_check.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "run/databases.h"
#include "run/exit_code.h"
#include "store/ledger_reader.h"

namespace weir::run {
namespace {

// Records that lie in databases, as their ledgers have them; nothing where not all of these can be read.
std::optional<store::BatchRecords> records_in_databases(const store::ReadStore& store,
                                                        const graph::Specification& specification,
                                                        const std::filesystem::path& output_directory) {
  const std::vector<commit::DatabaseOutput> databases = databases_of(specification);
  const auto sinks = std::count_if(specification.nodes.begin(), specification.nodes.end(),
                                   [](const graph::Node& node) { return node.stage->output == SinkOutput::database; });
  if (static_cast<std::size_t>(sinks) != databases.size()) return std::nullopt;
  store::BatchRecords records;
  try {
    for (const commit::DatabaseOutput& database : databases) {
      const store::LedgerReader reader(output_directory / database.name, store.identity(), database.node);
      if (!reader.table()) continue;
      for (const store::LedgerEntry& entry : reader.ledger()) records[entry.batch] += entry.records;
    }
  } catch (const store::StoreError&) {
    return std::nullopt;
  }
  return records;
}

}  // namespace

void check_books(const store::ReadStore& store, const graph::Specification& specification,
                 const std::filesystem::path& store_path, const std::filesystem::path& output_directory) {
  const auto elsewhere = records_in_databases(store, specification, output_directory);
  const std::vector<std::string> faults = store.book_faults(elsewhere ? &*elsewhere : nullptr);
  if (faults.empty()) return;
  throw RunError(ExitCode::input_output, "the store is damaged: " + store_path.string() + ": " + faults.front() +
                                             ": start over with --fresh, or put it back from a backup");
}

}  // namespace weir::run
