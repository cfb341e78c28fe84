// What the nodes of a run have done so far, added up over settled batches. Not guarded: its owner has the lock.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "batch/batch.h"
#include "batch/settle.h"

namespace weir::batch {

struct NodeTally {
  std::uint64_t batches = 0;
  std::uint64_t documents_in = 0;
  std::uint64_t documents_out = 0;
  std::uint64_t failed = 0;  // failures recorded here, whole or in part
  std::uint64_t wall_ns = 0;
  std::uint64_t cpu_ns = 0;
  Histogram call_ns;
  std::map<std::string, std::uint64_t> drops;  // by reason
};

struct Tally {
  explicit Tally(std::size_t nodes) : nodes(nodes) {}

  void add(const Batch& batch, const Settlement& settlement);
  // The work alone: of documents that are counted already, since they come from a spool.
  void add_work(const Batch& batch, const Settlement& settlement);

  std::vector<NodeTally> nodes;
  std::uint64_t batches = 0;
  std::uint64_t entries = 0;
  std::uint64_t bytes = 0;  // listed
  std::uint64_t read = 0;   // source documents: read = done + filtered + dead
  std::uint64_t done = 0;
  std::uint64_t filtered = 0;
  std::uint64_t dead = 0;
  std::map<std::string, std::uint64_t> dead_reasons;
};

}  // namespace weir::batch
