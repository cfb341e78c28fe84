// The worker's side: runs one batch after the other until its parent closes the channel.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include <weir/stage_info.h>

#include "batch/batch.h"
#include "batch/instance.h"
#include "batch/node.h"
#include "worker/channel.h"
#include "worker/shared_memory.h"

namespace weir::worker {

// Ends with its parent: also where that was killed, and before this was called. Its memory is the first that a machine
// without any takes back.
void tie_to_parent();

// One thread.
class Server {
 public:
  // Channel and memory are those that a worker is started with.
  // Both outlive it; `large_memory` may be null.
  explicit Server(const batch::Wiring& wiring, LargeMemory* large_memory = nullptr);

  // What stages write to the run's log while they run goes there with the batch's answer.
  Logger& log();

  // Makes what the isolated nodes of all sources share. Throws what a stage's `load` throws.
  void load(const Resources& resources);

  // Says that it is ready, and serves. Returns when the channel is closed.
  void run();

  ~Server();

 private:
  class Log;
  class Watch;

  void run_batch(const Frame& frame);
  void run_nodes(batch::Batch& batch, const std::vector<bool>& isolated);

  const batch::Wiring& wiring_;
  LargeMemory* const large_memory_;
  Channel channel_;
  SharedMemory memory_;
  std::unique_ptr<Log> log_;
  std::vector<std::vector<bool>> isolated_;  // by source node
  std::vector<std::unique_ptr<batch::Instances>> instances_;
};

}  // namespace weir::worker
