#include "run/verification.h"

#include <optional>
#include <vector>

#include "run/stored_graph.h"
#include "run/wiring.h"

namespace weir::run {
namespace {

std::vector<commit::DatabaseOutput> databases_of(const graph::Specification& specification) {
  std::vector<commit::DatabaseOutput> databases;
  for (const batch::Node& node : make_wiring(specification, 1, make_spool_files(specification)).nodes) {
    const bool in_file = node.stage->output == SinkOutput::database && !node.output_name.empty();
    if (in_file) databases.push_back({node.id, node.output_name});
  }
  return databases;
}

}  // namespace

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
