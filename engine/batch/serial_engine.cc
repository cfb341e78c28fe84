#include "batch/serial_engine.h"

#include <utility>

#include "batch/run.h"

namespace weir::batch {

void run_serially(const Wiring& wiring, const std::vector<std::unique_ptr<Instances>>& instances, Batch& batch) {
  const MemoryUse::Stretch measured(batch.memory());
  for (std::size_t node = 0; node < wiring.nodes.size() && !batch.abandoned(); ++node) {
    run_with(wiring, node, *instances[node], batch);
  }
}

void run_all_serially(const Wiring& wiring, const std::vector<std::unique_ptr<Instances>>& instances,
                      const std::function<std::unique_ptr<Batch>()>& next,
                      const std::function<void(std::unique_ptr<Batch>)>& finished) {
  while (std::unique_ptr<Batch> batch = next()) {
    run_serially(wiring, instances, *batch);
    finished(std::move(batch));
  }
}

}  // namespace weir::batch
