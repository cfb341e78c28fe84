#include <weir/engine_access.h>

#include "batch/run_kinds.h"

namespace weir::batch {
namespace {

// Gives a source the bytes of one entry, and a position to each document that it begins.
class EntryEmitter final : public SourceEmitter {
 public:
  EntryEmitter(const Node& node, std::uint32_t entry, Emitter& emitter, Batch& batch)
      : node_(node), entry_(entry), emitter_(emitter), batch_(batch) {}

  Content open() override {
    const ListedEntry& listed = batch_.entries()[entry_].listed;
    return Content(std::make_shared<FileBytes>(listed.location, listed.size, listed.modified_ns, batch_.files()));
  }

  Document document() override {
    const bool is_record = !batch_.entries()[entry_].listed.records.empty();
    const std::uint32_t position = batch_.add_source_document(entry_, ordinal_++, is_record, node_.id);
    return Document::begin(batch_.source_documents()[position].origin, position, &batch_.bodies());
  }

  Emitter& out() override { return emitter_; }

 private:
  const Node& node_;
  std::uint32_t entry_;
  Emitter& emitter_;
  Batch& batch_;
  std::uint64_t ordinal_ = 0;
};

// Every source document that the entry began must have been answered for.
void check_answered(std::uint32_t first, Emitter& emitter, const Batch& batch, NodeResult& result) {
  std::vector<bool> answered(batch.source_documents().size() - first);
  for (const EngineAccess::Emission& emission : EngineAccess::emitted(emitter)) {
    answered[emission.document.position() - first] = true;
  }
  for (const EngineAccess::Drop& drop : EngineAccess::drops(emitter)) answered[drop.position - first] = true;
  for (const EngineAccess::FailureAt& failed : EngineAccess::failures(emitter))
    answered[failed.position - first] = true;
  for (std::size_t i = 0; i < answered.size(); ++i) {
    if (answered[i]) continue;
    result.fail(first + static_cast<std::uint32_t>(i), FailureClass::lost, "lost",
                "the source began this document, but neither emitted nor dropped nor failed it");
  }
}

// What an entry came to when it was not read to its end: one source document that stands for the whole of it.
void give_up(const Node& node, std::uint32_t entry, std::uint32_t first, Emitter& emitter, Batch& batch,
             NodeResult& result, Failure failure) {
  EngineAccess::reset(emitter);
  batch.remove_source_documents_from(first);
  const std::uint32_t position = batch.add_source_document(entry, 0, false, node.id);
  result.failures.push_back({position, std::move(failure)});
}

// Drops and failures that name no document concern the entry's only one.
template <typename Answers>
void name_position(Answers& answers, std::uint32_t position) {
  for (auto& answer : answers) {
    if (answer.position == EngineAccess::kWholeCall) answer.position = position;
  }
}

void read_entry(const Wiring& wiring, std::size_t index, std::uint32_t entry, Instance& instance, Batch& batch) {
  const Node& node = wiring.nodes[index];
  NodeResult& result = batch.result(index);
  Emitter& emitter = instance.emitter;
  const auto first = static_cast<std::uint32_t>(batch.source_documents().size());
  ++result.documents_in;
  EngineAccess::reset(emitter);
  try {
    EntryEmitter entry_emitter(node, entry, emitter, batch);
    static_cast<Source&>(*instance.stage).read(batch.entries()[entry].listed, entry_emitter);
  } catch (...) {
    return give_up(node, entry, first, emitter, batch, result, failure_of_current_exception());
  }
  if (EngineAccess::stop_observed(emitter)) return batch.abandon();
  if (batch.source_documents().size() == first) {
    if (!EngineAccess::failures(emitter).empty()) {
      return give_up(node, entry, first, emitter, batch, result, EngineAccess::failures(emitter).front().failure);
    }
    batch.add_source_document(entry, 0, false, node.id);
  }
  name_position(EngineAccess::drops(emitter), first);
  name_position(EngineAccess::failures(emitter), first);
  check_answered(first, emitter, batch, result);
  for (EngineAccess::Drop& drop : EngineAccess::drops(emitter)) result.drop(drop.position, drop.reason, drop.detail);
  for (EngineAccess::FailureAt& failed : EngineAccess::failures(emitter)) {
    result.failures.push_back({failed.position, std::move(failed.failure)});
  }
  send_on(wiring, index, emitter, batch);
}

void refuse_entry(const Node& node, std::uint32_t entry, const ListedEntry::Refusal& refusal, Batch& batch,
                  NodeResult& result) {
  const std::uint32_t position = batch.add_source_document(entry, 0, false, node.id);
  ++result.documents_in;
  if (refusal.is_failure) {
    result.fail(position, FailureClass::rejected, refusal.reason, refusal.message);
  } else {
    result.drop(position, refusal.reason, refusal.message);
  }
}

}  // namespace

void run_source(const Wiring& wiring, std::size_t node, Instance& instance, Batch& batch) {
  if (batch.source() != node) return;
  NodeResult& result = batch.result(node);
  Stopwatch stopwatch;
  for (std::uint32_t entry = 0; entry < batch.entries().size() && !batch.abandoned(); ++entry) {
    const auto& refusal = batch.entries()[entry].listed.refusal;
    if (refusal) {
      refuse_entry(wiring.nodes[node], entry, *refusal, batch, result);
    } else {
      read_entry(wiring, node, entry, instance, batch);
    }
    result.call_ns.add(stopwatch.lap());
  }
  EngineAccess::reset(instance.emitter);
}

}  // namespace weir::batch
