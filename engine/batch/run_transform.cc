#include <algorithm>
#include <span>
#include <utility>

#include <weir/engine_access.h>

#include "batch/answers.h"
#include "batch/call_gate.h"
#include "batch/call_marks.h"
#include "batch/run_kinds.h"

namespace weir::batch {
namespace {

// The calls of a transform, one after the other.
class TransformCalls {
 public:
  TransformCalls(const Wiring& wiring, std::size_t node, Instance& instance, Batch& batch)
      : instance_(instance), batch_(batch), marks_(batch, node), answers_(wiring, node, instance.emitter, batch) {}

  void expect(std::size_t documents) { answers_.expect(documents); }

  void call(Document document) {
    positions_.assign(1, document.position());
    guarded(std::span(&document, 1),
            [&] { static_cast<Transform&>(*instance_.stage).process(std::move(document), instance_.emitter); });
  }

  void call(std::span<Document> documents) {
    positions_.clear();
    for (const Document& document : documents) {
      if (positions_.empty() || positions_.back() != document.position()) positions_.push_back(document.position());
    }
    guarded(documents, [&] { static_cast<GroupTransform&>(*instance_.stage).process(documents, instance_.emitter); });
  }

 private:
  // What a call does after it has seen the stop request counts for nothing, an exception included.
  template <typename Process>
  void guarded(std::span<Document> documents, Process&& process) {
    EngineAccess::reset(instance_.emitter);
    marks_.before_call(positions_.front(), positions_.back());
    try {
      answers_.keep(documents);
      process();
      if (EngineAccess::stop_observed(instance_.emitter)) return give_up();
      answers_.record(positions_);
    } catch (...) {
      if (EngineAccess::stop_observed(instance_.emitter)) return give_up();
      answers_.fail(positions_, failure_of_current_exception());
    }
  }

  void give_up() {
    if (const auto failure = stopped(batch_)) answers_.fail(positions_, *failure);
  }

  Instance& instance_;
  Batch& batch_;
  const CallMarks marks_;
  Answers answers_;
  std::vector<std::uint32_t> positions_;  // source documents of the call, ascending
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
  TransformCalls calls(wiring, node, instance, batch);
  calls.expect(documents.size());
  CallTimer timer(batch, result.call_ns);
  std::size_t at = 0;
  while (at < documents.size() && !batch.abandoned()) {
    const CallTurn turn(batch, node, timer);
    if (!turn.came()) return;
    if (described.stage->grouping == Grouping::document) {
      calls.call(std::move(documents[at++]));
    } else {
      const std::size_t end = group_end(described, documents, at);
      calls.call(std::span(documents).subspan(at, end - at));
      at = end;
    }
    timer.lap();
  }
}

}  // namespace weir::batch
