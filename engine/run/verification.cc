#include "run/verification.h"

#include <optional>
#include <vector>

#include "run/databases.h"
#include "run/stored_graph.h"

namespace weir::run {
RunVerification verify(const store::ReadStore& store, const std::filesystem::path& run_directory,
                       const std::filesystem::path& output_directory, graph::StageCatalogue& catalogue,
                       bool trust_inputs) {
  RunVerification found;
  std::optional<std::vector<commit::DatabaseOutput>> databases;
  if (const auto specification = stored_graph(store, catalogue, found.databases_unknown)) {
    databases = databases_of(*specification);
  }
  found.outputs = commit::verify(store, run_directory, output_directory, databases ? &*databases : nullptr);
  if (!trust_inputs) found.sources = check_sources(store);
  return found;
}

}  // namespace weir::run
