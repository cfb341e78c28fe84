// A node as it runs: a stage placed in the graph, with its parameters bound and its edges resolved.
// Immutable once the wiring is made, and shared by all threads.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include <weir/stage_info.h>

namespace weir::batch {

// One output port of one node.
struct PortOf {
  std::size_t node = 0;
  std::size_t port = 0;
};

// One edge, seen from the node that sends: the node that takes, and which of its inputs this is.
struct Target {
  std::size_t node = 0;
  std::size_t input = 0;
};

struct Node {
  std::string id;
  const StageInfo* stage = nullptr;
  std::shared_ptr<const StageInfo> own_stage;  // what `stage` points to, where no plugin has it
  std::shared_ptr<const BoundParams> params;
  std::vector<std::string> ports;
  std::vector<PortOf> from;                  // in the order that decides how inputs are merged
  std::vector<std::vector<Target>> targets;  // by port, `failed` last; empty where nobody takes the port
  std::size_t instances = 1;
  std::size_t run_length = 0;  // Grouping::run: source documents to a run
  std::string output_name;     // sinks: the volume's name, or the pattern of names of volumes or files
  bool by_completion = false;  // sinks: volumes are in the order in which batches were committed
  bool own_deadline = false;   // what a document takes here counts for this node alone
  std::string spool;           // of the halves of a checkpoint or fold: what the store calls their spool

  // The built-in port that comes after those of the stage: of transforms, taken or not.
  std::size_t failed_port() const { return ports.size(); }
};

// All nodes of a graph in topological order: every edge leads to a higher index.
struct Wiring {
  std::vector<Node> nodes;

  // Fills in `targets` from `from`.
  void connect();
};

}  // namespace weir::batch
