#include "graph/checkpoint_stage.h"

#include <memory>
#include <stdexcept>

#include <weir/plugin.h>

namespace weir::graph {
namespace {

StageInfo make() {
  StageInfo info;
  info.name = "checkpoint";
  info.help = "Makes documents durable: what stands above is not done again, whatever happens below.";
  info.kind = StageKind::checkpoint;
  info.ports = {"out"};
  // A document as it lies in memory, and as the bytes that are written.
  info.memory = {3.0, std::uint64_t{64} << 10};
  info.make_params = [] { return std::make_unique<detail::Holder<detail::NoParams>>(); };
  info.make = [](const BoundParams&, const std::shared_ptr<const void>&) -> std::unique_ptr<Stage> {
    throw std::logic_error("a checkpoint runs as two nodes, above its spool and below it");
  };
  return info;
}

}  // namespace

const StageInfo& checkpoint_stage() {
  static const StageInfo kInfo = make();
  return kInfo;
}

}  // namespace weir::graph
