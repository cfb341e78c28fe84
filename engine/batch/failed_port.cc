#include "batch/failed_port.h"

#include <algorithm>

namespace weir::batch {

FailedPort::FailedPort(const Wiring& wiring, std::size_t node, Batch& batch)
    : node_(wiring.nodes[node]),
      targets_(node_.targets[node_.failed_port()]),
      batch_(batch),
      result_(batch.result(node)) {}

void FailedPort::keep(std::span<Document> documents) {
  if (targets_.empty()) return;
  kept_.clear();
  clear();
  for (Document& document : documents) kept_.push_back(document.copy());
}

bool FailedPort::take_up(std::uint32_t position, const Failure& failure) {
  if (targets_.empty() || failure.failure_class != FailureClass::rejected) return false;
  if (!took_up(position)) taken_up_.emplace_back(position, failure);
  return true;
}

void FailedPort::send_on() {
  if (taken_up_.empty()) return;
  for (Document& document : kept_) {
    if (const Failure* const failure = failure_at(document.position())) send_on(std::move(document), *failure);
  }
}

const Failure* FailedPort::failure_at(std::uint32_t position) const {
  const auto found =
      std::find_if(taken_up_.begin(), taken_up_.end(), [position](const auto& one) { return one.first == position; });
  return found == taken_up_.end() ? nullptr : &found->second;
}

void FailedPort::send_on(Document document, const Failure& failure) {
  document.metadata().set("error_node", node_.id);
  document.metadata().set("error_class", to_string(failure.failure_class));
  document.metadata().set("error_reason", failure.reason);
  document.metadata().set("error_message", failure.message);
  ++result_.documents_out;
  for (std::size_t i = 0; i + 1 < targets_.size(); ++i) {
    batch_.input(targets_[i].node, targets_[i].input).push_back(document.copy());
  }
  batch_.input(targets_.back().node, targets_.back().input).push_back(std::move(document));
}

}  // namespace weir::batch
