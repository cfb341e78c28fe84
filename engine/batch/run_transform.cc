#include <algorithm>
#include <span>
#include <utility>

#include <weir/engine_access.h>

#include "batch/run_kinds.h"

namespace weir::batch {
namespace {

// One call of a transform: what it was given, and how its answer is recorded.
class TransformCall {
 public:
  TransformCall(const Wiring& wiring, std::size_t node, Instance& instance, Batch& batch)
      : wiring_(wiring), node_(node), instance_(instance), batch_(batch), result_(batch.result(node)) {}

  void call(Document document) {
    positions_.assign(1, document.position());
    guarded([&] { static_cast<Transform&>(*instance_.stage).process(std::move(document), instance_.emitter); });
  }

  void call(std::span<Document> documents) {
    positions_.clear();
    for (const Document& document : documents) {
      if (positions_.empty() || positions_.back() != document.position()) positions_.push_back(document.position());
    }
    guarded([&] { static_cast<GroupTransform&>(*instance_.stage).process(documents, instance_.emitter); });
  }

 private:
  template <typename Process>
  void guarded(Process&& process) {
    Emitter& emitter = instance_.emitter;
    EngineAccess::reset(emitter);
    try {
      process();
    } catch (...) {
      const Failure failure = failure_of_current_exception();
      EngineAccess::reset(emitter);
      for (const std::uint32_t position : positions_) result_.failures.push_back({position, failure});
      return;
    }
    if (EngineAccess::stop_observed(emitter)) return batch_.abandon();
    record_answer();
  }

  void record_answer() {
    Emitter& emitter = instance_.emitter;
    auto& emitted = EngineAccess::emitted(emitter);
    const bool plain = positions_.size() == 1 && EngineAccess::failures(emitter).empty() &&
                       EngineAccess::drops(emitter).empty() && !emitted.empty();
    if (!plain) {
      record_failures(emitted);
      record_drops();
      find_lost(emitted);
    }
    if (positions_.size() > 1) {
      std::stable_sort(emitted.begin(), emitted.end(),
                       [](const auto& a, const auto& b) { return a.document.position() < b.document.position(); });
    }
    send_on(wiring_, node_, emitter, batch_);
  }

  // A failure discards what was emitted for the documents that it concerns.
  void record_failures(std::vector<EngineAccess::Emission>& emitted) {
    for (EngineAccess::FailureAt& failed : EngineAccess::failures(instance_.emitter)) {
      for (const std::uint32_t position : positions_) {
        if (failed.position != EngineAccess::kWholeCall && failed.position != position) continue;
        result_.failures.push_back({position, failed.failure});
        std::erase_if(emitted, [position](const auto& e) { return e.document.position() == position; });
        answered_.push_back(position);
      }
    }
  }

  void record_drops() {
    for (const EngineAccess::Drop& drop : EngineAccess::drops(instance_.emitter)) {
      for (const std::uint32_t position : positions_) {
        if (drop.position != EngineAccess::kWholeCall && drop.position != position) continue;
        if (drop.reason.empty()) {
          result_.fail(position, FailureClass::lost, "drop_without_reason",
                       "the stage dropped a document, but gave no reason");
        } else {
          result_.drop(position, drop.reason, drop.detail);
        }
        answered_.push_back(position);
      }
    }
  }

  void find_lost(const std::vector<EngineAccess::Emission>& emitted) {
    for (const auto& emission : emitted) answered_.push_back(emission.document.position());
    for (const std::uint32_t position : positions_) {
      if (std::find(answered_.begin(), answered_.end(), position) != answered_.end()) continue;
      result_.fail(position, FailureClass::lost, "lost",
                   "the stage neither emitted nor dropped nor failed a document that it was given");
    }
    answered_.clear();
  }

  const Wiring& wiring_;
  std::size_t node_;
  Instance& instance_;
  Batch& batch_;
  NodeResult& result_;
  std::vector<std::uint32_t> positions_;  // source documents of the call, ascending
  std::vector<std::uint32_t> answered_;
};

// Documents that are handed over together: the same group number, and neighbours.
std::uint32_t group_of(const Node& node, const Document& document) {
  if (node.stage->grouping != Grouping::run) return document.position();
  return document.position() / static_cast<std::uint32_t>(std::max<std::size_t>(node.run_length, 1));
}

std::size_t group_end(const Node& node, const std::vector<Document>& documents, std::size_t begin) {
  const std::uint32_t group = group_of(node, documents[begin]);
  std::size_t end = begin + 1;
  while (end < documents.size() && group_of(node, documents[end]) == group) ++end;
  return end;
}

}  // namespace

void run_transform(const Wiring& wiring, std::size_t node, Instance& instance, Batch& batch) {
  const Node& described = wiring.nodes[node];
  NodeResult& result = batch.result(node);
  std::vector<Document> documents = batch.take_inputs(node);
  result.documents_in += documents.size();
  TransformCall transform(wiring, node, instance, batch);
  Stopwatch stopwatch;
  std::size_t at = 0;
  while (at < documents.size() && !batch.abandoned()) {
    if (described.stage->grouping == Grouping::document) {
      transform.call(std::move(documents[at++]));
    } else {
      const std::size_t end = group_end(described, documents, at);
      transform.call(std::span(documents).subspan(at, end - at));
      at = end;
    }
    result.call_ns.add(stopwatch.lap());
  }
  EngineAccess::reset(instance.emitter);
}

}  // namespace weir::batch
