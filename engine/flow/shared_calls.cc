#include "flow/shared_calls.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "batch/run.h"

namespace weir::flow {
namespace {

// The number of the call that a document belongs to, but for gaps. The same rule as in batch::run, which sees one of
// these calls at a time.
std::uint64_t group_of(const batch::Node& node, const Document& document, std::size_t index) {
  switch (node.stage->grouping) {
    case Grouping::document:
      return index;
    case Grouping::origin:
      return document.position();
    case Grouping::run:
      return document.position() / std::max<std::size_t>(node.run_length, 1);
  }
  return index;
}

}  // namespace

SharedCalls::SharedCalls(const batch::Wiring& wiring, std::size_t node, batch::Batch& batch)
    : wiring_(wiring), node_(node), batch_(batch), whole_(wiring.nodes[node].stage->kind != StageKind::transform) {
  if (!whole_) cut();
  answers_.resize(whole_ ? 1 : ends_.size());
}

void SharedCalls::cut() {
  documents_ = batch_.take_inputs(node_);
  const batch::Node& node = wiring_.nodes[node_];
  for (std::size_t at = 0; at < documents_.size(); ++at) {
    const bool last =
        at + 1 == documents_.size() || group_of(node, documents_[at], at) != group_of(node, documents_[at + 1], at + 1);
    if (last) ends_.push_back(at + 1);
  }
}

std::vector<Document> SharedCalls::documents_of(std::size_t call) {
  const auto begin = documents_.begin() + static_cast<std::ptrdiff_t>(call == 0 ? 0 : ends_[call - 1]);
  const auto end = documents_.begin() + static_cast<std::ptrdiff_t>(ends_[call]);
  return {std::make_move_iterator(begin), std::make_move_iterator(end)};
}

// A call runs in a part of the batch that holds nothing but its documents, so that `run` needs to know nothing of this.
void SharedCalls::make(std::size_t call, batch::Instances& instances) noexcept {
  if (batch_.abandoned()) return;
  if (whole_) return batch::run_with(wiring_, node_, instances, batch_);
  const std::unique_ptr<batch::Batch> part = batch_.part(wiring_);
  part->input(node_, 0) = documents_of(call);
  batch::run_with(wiring_, node_, instances, *part);
  keep(call, *part);
}

void SharedCalls::keep(std::size_t call, batch::Batch& part) {
  batch::NodeResult& result = part.result(node_);
  Answer& answer = answers_[call];
  if (part.abandoned()) batch_.abandon();
  answer.drops = std::move(result.drops);
  answer.failures = std::move(result.failures);
  for (const std::vector<batch::Target>& targets : wiring_.nodes[node_].targets) {
    for (const batch::Target& target : targets) {
      std::vector<Document>& sent = part.input(target.node, target.input);
      if (!sent.empty()) answer.sent.emplace_back(target, std::move(sent));
    }
  }
  const std::scoped_lock lock(mutex_);
  sums_.documents_in += result.documents_in;
  sums_.documents_out += result.documents_out;
  sums_.wall_ns += result.wall_ns;
  sums_.cpu_ns += result.cpu_ns;
  sums_.call_ns.add(result.call_ns);
}

void SharedCalls::finish() {
  if (whole_) return;
  batch::NodeResult& result = batch_.result(node_);
  for (Answer& answer : answers_) {
    std::move(answer.drops.begin(), answer.drops.end(), std::back_inserter(result.drops));
    std::move(answer.failures.begin(), answer.failures.end(), std::back_inserter(result.failures));
    for (auto& [target, sent] : answer.sent) {
      std::vector<Document>& input = batch_.input(target.node, target.input);
      std::move(sent.begin(), sent.end(), std::back_inserter(input));
    }
  }
  result.documents_in += sums_.documents_in;
  result.documents_out += sums_.documents_out;
  result.wall_ns += sums_.wall_ns;
  result.cpu_ns += sums_.cpu_ns;
  result.call_ns.add(sums_.call_ns);
}

}  // namespace weir::flow
