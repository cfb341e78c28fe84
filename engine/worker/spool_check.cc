#include "worker/spool_check.h"

#include <weir/engine_access.h>

#include <exception>
#include <functional>

#include "batch/instance.h"
#include "batch/run.h"

namespace weir::worker {

void check_spool(const batch::Wiring& wiring, const batch::Batch& batch) {
  const batch::Node& node = wiring.nodes[batch.source()];
  if (node.spool.empty()) return;
  std::exception_ptr error;
  const std::function<void(std::exception_ptr)> keep = [&error](const std::exception_ptr& why) { error = why; };
  batch::Batch again(batch.id(), batch.source(), batch.entries(), wiring,
                     {.large_memory = batch.surroundings().large_memory, .end_run = &keep});
  batch::Instance instance;
  instance.stage = node.stage->make(*node.params, nullptr);
  EngineAccess::set_ports(instance.emitter, node.ports);
  batch::run(wiring, batch.source(), instance, again);
  if (error) std::rethrow_exception(error);
}

}  // namespace weir::worker
