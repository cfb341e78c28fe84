#include <span>
#include <utility>

#include <weir/engine_access.h>

#include "batch/call_gate.h"
#include "batch/call_marks.h"
#include "batch/run_kinds.h"

namespace weir::batch {
namespace {

// Calls the sink for all documents of one source document; what it writes belongs to that one.
void encode(Stage& stage, const StageInfo& info, std::span<Document> documents, RecordWriter& writer) {
  if (info.grouping == Grouping::document) {
    for (const Document& document : documents) static_cast<Sink&>(stage).encode(document, writer);
  } else {
    static_cast<GroupSink&>(stage).encode(std::span<const Document>(documents), writer);
  }
}

void keep(std::uint32_t position, RecordWriter& writer, Encoding& encoding) {
  std::string& bytes = EngineAccess::volume_bytes(writer);
  const std::uint64_t begin = encoding.bytes.size();
  if (begin == 0 && bytes.size() > Scratch::kKeptBytes) {
    encoding.bytes = std::exchange(bytes, {});  // as much as this is not held twice
  } else {
    encoding.bytes += bytes;
  }
  encoding.pieces.push_back({position, begin, encoding.bytes.size(), EngineAccess::records(writer)});
  for (EngineAccess::File& file : EngineAccess::files(writer)) {
    encoding.files.push_back({position, std::move(file.name), std::move(file.bytes)});
  }
}

// After a call that saw the stop request.
void give_up(std::uint32_t position, Batch& batch, NodeResult& result) {
  if (auto failure = stopped(batch)) result.failures.push_back({position, std::move(*failure)});
}

void record_answer(std::uint32_t position, const StageInfo& info, RecordWriter& writer, Batch& batch,
                   NodeResult& result) {
  if (EngineAccess::stop_observed(writer)) return give_up(position, batch, result);
  if (!EngineAccess::failures(writer).empty()) {
    result.failures.push_back({position, EngineAccess::failures(writer).front()});
  } else if (EngineAccess::records(writer) == 0) {
    result.fail(position, FailureClass::lost, "lost",
                "the sink was given documents, but wrote no record and did not fail");
  } else {
    keep(position, writer, result.encoding);
    // What goes into a spool comes out of the node's other half.
    if (info.output != SinkOutput::spool) result.documents_out += EngineAccess::records(writer);
  }
}

}  // namespace

void run_sink(const Wiring& wiring, std::size_t node, Instance& instance, Batch& batch) {
  const StageInfo& info = *wiring.nodes[node].stage;
  NodeResult& result = batch.result(node);
  std::vector<Document> documents = batch.take_inputs(node);
  result.documents_in += documents.size();
  CallTimer timer(batch, result.call_ns);
  const CallMarks marks(batch, node);
  std::size_t begin = 0;
  while (begin < documents.size() && !batch.abandoned()) {
    const std::uint32_t position = documents[begin].position();
    std::size_t end = begin + 1;
    while (end < documents.size() && documents[end].position() == position) ++end;
    const CallTurn turn(batch, node, timer);
    if (!turn.came()) return;
    EngineAccess::reset(instance.writer);
    marks.before_call(position, position);
    try {
      encode(*instance.stage, info, std::span(documents).subspan(begin, end - begin), instance.writer);
      record_answer(position, info, instance.writer, batch, result);
    } catch (...) {
      if (EngineAccess::stop_observed(instance.writer)) {
        give_up(position, batch, result);
      } else {
        result.failures.push_back({position, failure_of_current_exception()});
      }
    }
    begin = end;
    timer.lap();
  }
}

}  // namespace weir::batch
