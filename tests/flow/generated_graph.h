// A graph made from a number: sources, transforms of every kind, routes, ports `failed`, joins, several sinks; stages
// that drop, fail, throw, split, group and wait; and a listing cut into batches. What a stage does to a document
// depends on the document and the node alone; how long it takes depends on neither.
#pragma once

#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "batch/graph.h"

namespace weir::flow {

class GeneratedGraph {
 public:
  explicit GeneratedGraph(std::uint64_t seed);

  const batch::Wiring& wiring() const { return graph_.wiring; }
  const std::vector<std::unique_ptr<batch::Instances>>& instances() const { return graph_.instances; }

  std::size_t batches() const { return cut_.size(); }
  // The batch with this number, made anew.
  std::unique_ptr<batch::Batch> batch(std::size_t number) const;

 private:
  struct Cut {
    std::size_t source = 0;
    std::vector<batch::BatchEntry> entries;
  };

  std::uint64_t below(std::uint64_t bound) { return random_() % bound; }
  void add_sources();
  void add_transform();
  void add_sink();
  std::vector<batch::PortOf> inputs();
  void opens(std::size_t node);
  void cut_listing();
  ListedEntry entry(std::size_t source, std::size_t number);

  std::mt19937_64 random_;
  batch::Graph graph_;
  std::size_t sources_ = 0;
  std::vector<batch::PortOf> open_;  // every port that a node below may take
  std::vector<Cut> cut_;
};

// Everything that a batch came to, as text: what each node dropped and failed, each sink's bytes and where they belong,
// and the verdicts. Two engines agree when this does.
std::string outcome(const batch::Wiring& wiring, const batch::Batch& batch);

}  // namespace weir::flow
