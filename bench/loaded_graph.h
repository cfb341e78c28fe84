// A graph file with the plugins of this build, ready to be run by a benchmark: the same stages with the same parameters
// that `weir run` would use.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "batch/instance.h"
#include "batch/node.h"
#include "graph/specification.h"
#include "run/selection.h"
#include "run/spools.h"

namespace weir::bench {

class LoadedGraph {
 public:
  // Throws std::runtime_error with all errors of the graph file.
  LoadedGraph(const std::string& graph_file, const std::vector<std::string>& inputs, std::size_t threads);
  ~LoadedGraph();

  const graph::Specification& specification() const { return specification_; }
  const batch::Wiring& wiring() const { return wiring_; }
  const std::vector<std::unique_ptr<batch::Instances>>& instances() const { return instances_; }
  const Resources& resources() const { return *resources_; }
  // The entries of the graph's only source.
  const run::Listed& listing() const { return listing_; }

 private:
  class Catalogue;

  std::unique_ptr<Catalogue> catalogue_;
  graph::Specification specification_;
  std::unique_ptr<Resources> resources_;
  run::SpoolFiles spool_files_;
  batch::Wiring wiring_;
  std::vector<std::unique_ptr<batch::Instances>> instances_;
  run::Listed listing_;
};

}  // namespace weir::bench
