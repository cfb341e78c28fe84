#include "loaded_graph.h"

#include <stdexcept>
#include <utility>

#include "graph/parse.h"
#include "graph/render.h"
#include "plugin/catalogue.h"
#include "run/wiring.h"

namespace weir::bench {
namespace {

class NoLog final : public Logger {
 public:
  void write(LogLevel, std::string_view) override {}
};

class GraphFolder final : public Resources {
 public:
  explicit GraphFolder(std::string path) : path_(std::move(path)) {}
  const std::string& base_directory() const override { return path_; }
  Logger& log() const override { return log_; }

 private:
  std::string path_;
  mutable NoLog log_;
};

}  // namespace

class LoadedGraph::Catalogue final : public graph::StageCatalogue {
 public:
  const StageInfo* find(std::string_view name) override { return plugins_.find(name); }
  std::vector<std::string> names() override { return plugins_.names(); }
  std::string why_unavailable(std::string_view name) override { return plugins_.why_unavailable(name); }

 private:
  plugin::Catalogue plugins_{plugin::search_path({})};
};

LoadedGraph::LoadedGraph(const std::string& graph_file, const std::vector<std::string>& inputs, std::size_t threads)
    : catalogue_(std::make_unique<Catalogue>()) {
  graph::Diagnostics diagnostics;
  auto specification = graph::parse_file(graph_file, {}, *catalogue_, diagnostics);
  if (!specification) throw std::runtime_error(graph::render(diagnostics, false));
  specification_ = std::move(*specification);
  resources_ = std::make_unique<GraphFolder>(specification_.base_directory);
  spool_files_ = run::make_spool_files(specification_);
  wiring_ = run::make_wiring(specification_, threads, spool_files_);
  for (const batch::Node& node : wiring_.nodes) {
    instances_.push_back(std::make_unique<batch::Instances>(node, *resources_));
  }
  run::Selection selection;
  selection.inputs = inputs;
  std::vector<run::Listed> listing = run::list_sources(specification_, selection, *resources_);
  if (listing.size() != 1) throw std::runtime_error("not a graph with one source: " + graph_file);
  listing_ = std::move(listing.front());
}

LoadedGraph::~LoadedGraph() = default;

}  // namespace weir::bench
