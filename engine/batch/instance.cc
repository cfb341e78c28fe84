#include "batch/instance.h"

#include <utility>

#include <weir/engine_access.h>

namespace weir::batch {

Instances::Instances(const Node& node, const Resources& resources) : node_(node) {
  free_.reserve(node.instances);
  if (node.stage->load) shared_ = node.stage->load(*node.params, resources);
}

std::unique_ptr<Instance> Instances::take() {
  {
    const std::scoped_lock lock(mutex_);
    if (!free_.empty()) {
      std::unique_ptr<Instance> instance = std::move(free_.back());
      free_.pop_back();
      return instance;
    }
  }
  auto instance = std::make_unique<Instance>();
  instance->stage = node_.stage->make(*node_.params, shared_);
  EngineAccess::set_ports(instance->emitter, node_.ports);
  return instance;
}

void Instances::give_back(std::unique_ptr<Instance> instance) {
  const std::scoped_lock lock(mutex_);
  free_.push_back(std::move(instance));
}

}  // namespace weir::batch
