// The options of every command that takes a graph file, and what they lead to: a checked graph, or all of its errors.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/command.h"
#include "graph/catalogue.h"
#include "graph/diagnostic.h"
#include "graph/parse.h"
#include "graph/specification.h"
#include "plugin/catalogue.h"
#include "run/selection.h"

namespace weir::cli {

// The plugin room's catalogue, as the graph room wants to see it.
class GraphCatalogue final : public graph::StageCatalogue {
 public:
  explicit GraphCatalogue(const std::vector<std::string>& plugin_directories)
      : catalogue_(plugin::search_path(plugin_directories)) {}

  const StageInfo* find(std::string_view name) override { return catalogue_.find(name); }
  std::vector<std::string> names() override { return catalogue_.names(); }
  std::string why_unavailable(std::string_view name) override { return catalogue_.why_unavailable(name); }

  plugin::Catalogue& plugins() { return catalogue_; }

 private:
  plugin::Catalogue catalogue_;
};

// What is wrong with the value of an option that counts documents; empty where nothing is.
std::string fault_in_count(const std::string& text);

struct GraphOptions {
  std::string graph;
  graph::Overrides overrides;

  void declare(CLI::App& command);
  // The words that lead to the same graph again.
  std::vector<std::string> words() const;
};

// Which inputs are read.
struct InputOptions {
  std::vector<std::string> inputs;
  std::vector<std::string> node_inputs;  // NODE=PATH
  std::string only;
  std::uint64_t limit = 0;
  std::uint64_t sample = 0;

  void declare(CLI::App& command);
  void declare_sample(CLI::App& command);
  // The words that lead to the same inputs again.
  std::vector<std::string> words() const;
  run::Selection selection() const;
};

// A graph that was read. The catalogue holds the stages that the specification points to.
struct LoadedGraph {
  std::unique_ptr<GraphCatalogue> catalogue;
  graph::Diagnostics diagnostics;
  graph::Specification specification;
};

// Shows all errors on standard error and throws RunError (78), whose text counts them, where there are any.
LoadedGraph load_graph(const GraphOptions& options, const CommonOptions& common);

// What decides the bytes of the graph's output (run/fingerprint.h).
std::string fingerprint_of(LoadedGraph& loaded);

// The second half of that: shows what `diagnostics` holds, if anything, and throws.
void refuse_if_wrong(const graph::Diagnostics& diagnostics, const std::string& graph);

}  // namespace weir::cli
