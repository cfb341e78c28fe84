#include "cli/run_settings.h"

#include "cli/budget.h"
#include "schedule/machine.h"

namespace weir::cli {
namespace fs = std::filesystem;

run::Settings run_settings(LoadedGraph& loaded, const GraphOptions& options, const CommonOptions& common,
                           const fs::path& directory, const std::string& out) {
  const graph::Specification& specification = loaded.specification;
  run::Settings settings;
  settings.directory = directory.string();
  settings.output_directory =
      out.empty() ? (directory / "out").string() : fs::absolute(out).lexically_normal().string();
  settings.fingerprint = fingerprint_of(loaded);
  settings.graph_words = options.words();
  for (const std::string& each : common.plugin_directories) {
    settings.graph_words.insert(settings.graph_words.end(), {"--plugin-dir", each});
  }
  settings.threads = specification.run.threads ? specification.run.threads : schedule::usable_cpus().count;
  const MemoryBudget budget = memory_budget(specification);
  settings.memory_tokens = budget.tokens;
  settings.memory_footprint = budget.footprint;
  settings.memory_usable = budget.limit;
  settings.retry = {specification.retry.policy, specification.retry.on};
  settings.max_dead = specification.run.max_dead;
  return settings;
}

}  // namespace weir::cli
