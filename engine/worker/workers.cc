#include "worker/workers.h"

#include <algorithm>
#include <exception>
#include <system_error>
#include <utility>

#include "worker/answer.h"
#include "worker/errand.h"
#include "worker/isolated_nodes.h"

namespace weir::worker {

Workers::Workers(const batch::Wiring& wiring, Program program)
    : wiring_(wiring), program_(std::move(program)), isolated_(wiring.nodes.size()) {
  for (std::size_t node = 0; node < wiring.nodes.size(); ++node) {
    if (wiring.nodes[node].stage->kind == StageKind::source) isolated_[node] = isolated_nodes(wiring, node);
  }
}

Workers::~Workers() = default;

bool Workers::can_isolate(std::size_t source) const { return isolated_[source][source]; }

void Workers::run(batch::Batch& batch, const Limits& limits) noexcept {
  try {
    Errand errand(wiring_, isolated_[batch.source()], batch, limits);
    while (!errand.done()) {
      std::unique_ptr<Process> process = errand.needs_new_worker() ? start() : take();
      errand.run(*process);
      if (errand.worker_died()) continue;
      batch.set_memory_elsewhere(process->memory_in_use());
      if (!errand.worker_killed()) give_back(std::move(process), batch.memory_elsewhere(), limits);
    }
  } catch (...) {
    batch.abandon();
    if (batch.surroundings().end_run) (*batch.surroundings().end_run)(std::current_exception());
  }
}

std::unique_ptr<Process> Workers::take() {
  {
    const std::scoped_lock lock(mutex_);
    if (!free_.empty()) {
      std::unique_ptr<Process> process = std::move(free_.back());
      free_.pop_back();
      return process;
    }
  }
  return start();
}

std::unique_ptr<Process> Workers::start() {
  try {
    return std::make_unique<Process>(spawner_, program_);
  } catch (const std::system_error& error) {
    throw StartError(error.what());
  }
}

// One that has run many batches, or has grown, makes room for a new one.
void Workers::give_back(std::unique_ptr<Process> process, std::uint64_t in_use, const Limits& limits) {
  constexpr std::uint64_t kGrown = std::uint64_t{256} << 20;
  if (process->requests >= limits.recycle_after || in_use > kGrown) return;
  const std::scoped_lock lock(mutex_);
  free_.push_back(std::move(process));
}

}  // namespace weir::worker
