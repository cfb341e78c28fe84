#include <numeric>

#include <weir/engine_access.h>

#include "batch/answers.h"
#include "batch/call_gate.h"
#include "batch/call_marks.h"
#include "batch/run_kinds.h"
#include "batch/spool.h"
#include "batch/spooled_entry.h"

namespace weir::batch {
namespace {

// Gives a source the bytes of one entry, and a position to each document that it begins.
class EntryEmitter final : public SpooledEntry {
 public:
  EntryEmitter(const Node& node, std::uint32_t entry, Emitter& emitter, Batch& batch, const CallMarks& marks)
      : node_(node), entry_(entry), emitter_(emitter), batch_(batch), marks_(marks) {}

  Content open() override {
    const ListedEntry& listed = batch_.entries()[entry_].listed;
    return Content(std::make_shared<FileBytes>(listed.location, listed.size, listed.modified_ns, batch_.files(),
                                               batch_.content_hash(entry_)));
  }

  Document document() override {
    const bool is_record = !batch_.entries()[entry_].listed.records.empty();
    marks_.before_record(entry_, ordinal_);
    const std::uint32_t position = batch_.add_source_document(entry_, ordinal_++, is_record, node_.id);
    return Document::begin(batch_.source_documents()[position].origin, position, &batch_.bodies());
  }

  Emitter& out() override { return emitter_; }

  std::uint64_t checksum() const override { return batch_.entries()[entry_].checksum; }
  const std::shared_ptr<OpenFiles>& files() override { return batch_.files(); }

  Document document(const Origin& origin) override {
    const std::uint32_t position = batch_.add_spooled_document(entry_, origin);
    return Document::begin(batch_.source_documents()[position].origin, position, &batch_.bodies());
  }

 private:
  const Node& node_;
  std::uint32_t entry_;
  Emitter& emitter_;
  Batch& batch_;
  const CallMarks& marks_;
  std::uint64_t ordinal_ = 0;
};

// The calls of a source, one for each entry.
class SourceCalls {
 public:
  SourceCalls(const Wiring& wiring, std::size_t node, Instance& instance, Batch& batch)
      : index_(node),
        node_(wiring.nodes[node]),
        instance_(instance),
        batch_(batch),
        result_(batch.result(node)),
        marks_(batch, node),
        timer_(batch, result_.call_ns),
        answers_(wiring, node, instance.emitter, batch) {}

  void call(std::uint32_t entry) {
    take(entry);
    timer_.lap();
  }

 private:
  void take(std::uint32_t entry) {
    if (batch_.entries()[entry].left_out) {
      stand_in(entry);
      return;
    }
    if (node_.spool.empty()) ++result_.documents_in;  // else they came in by the node's other half
    const auto& refusal = batch_.entries()[entry].listed.refusal;
    if (refusal) {
      refuse(entry, *refusal);
    } else if (const auto& failed = batch_.entries()[entry].failed) {
      result_.failures.push_back({stand_in(entry), *failed});
    } else {
      read(entry);
    }
  }

  void read(std::uint32_t entry) {
    const CallTurn turn(batch_, index_, timer_);
    if (!turn.came()) return;
    const auto first = static_cast<std::uint32_t>(batch_.source_documents().size());
    EngineAccess::reset(instance_.emitter);
    marks_.before_read(entry);
    try {
      EntryEmitter emitter(node_, entry, instance_.emitter, batch_, marks_);
      static_cast<Source&>(*instance_.stage).read(batch_.entries()[entry].listed, emitter);
    } catch (const SpoolError& error) {
      return end_run(error.cause);
    } catch (...) {
      if (EngineAccess::stop_observed(instance_.emitter)) return stop(entry, first);
      return give_up(entry, first, failure_of_current_exception());
    }
    if (EngineAccess::stop_observed(instance_.emitter)) return stop(entry, first);
    // What an entry without a document answered is about the entry itself.
    if (batch_.source_documents().size() == first) stand_in(entry);
    positions_.resize(batch_.source_documents().size() - first);
    std::iota(positions_.begin(), positions_.end(), first);
    try {
      answers_.record(positions_);
    } catch (...) {
      answers_.fail(positions_, failure_of_current_exception());
    }
  }

  void stop(std::uint32_t entry, std::uint32_t first) {
    if (const auto failure = stopped(batch_)) give_up(entry, first, *failure);
  }

  void end_run(const std::exception_ptr& error) {
    batch_.abandon();
    if (batch_.surroundings().end_run) (*batch_.surroundings().end_run)(error);
  }

  // What an entry comes to when it was not read to its end: one source document that stands for the whole of it.
  void give_up(std::uint32_t entry, std::uint32_t first, const Failure& failure) {
    EngineAccess::reset(instance_.emitter);
    batch_.remove_source_documents_from(first);
    result_.failures.push_back({stand_in(entry), failure});
  }

  void refuse(std::uint32_t entry, const ListedEntry::Refusal& refusal) {
    const std::uint32_t position = stand_in(entry);
    if (refusal.is_failure) {
      result_.fail(position, FailureClass::rejected, refusal.reason, refusal.message);
    } else {
      result_.drop(position, refusal.reason, refusal.message);
    }
  }

  // A source document for an entry that has none of its own.
  std::uint32_t stand_in(std::uint32_t entry) { return batch_.add_source_document(entry, 0, false, node_.id); }

  const std::size_t index_;
  const Node& node_;
  Instance& instance_;
  Batch& batch_;
  NodeResult& result_;
  const CallMarks marks_;
  CallTimer timer_;
  Answers answers_;
  std::vector<std::uint32_t> positions_;  // source documents of the entry, ascending
};

}  // namespace

void run_source(const Wiring& wiring, std::size_t node, Instance& instance, Batch& batch) {
  if (batch.source() != node) return;
  SourceCalls calls(wiring, node, instance, batch);
  for (std::uint32_t entry = 0; entry < batch.entries().size() && !batch.abandoned(); ++entry) {
    calls.call(entry);
  }
}

}  // namespace weir::batch
