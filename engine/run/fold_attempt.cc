#include "run/fold_attempt.h"

#include <stdexcept>
#include <system_error>
#include <utility>

#include "batch/failure.h"
#include "commit/error.h"
#include "run/exit_code.h"
#include "store/error.h"

namespace weir::run {

FoldAttempt::FoldAttempt(const graph::Node& node, FoldDocuments& documents, std::string directory,
                         std::uint64_t granted_bytes, const Resources& resources, commit::FoldSpool& spool,
                         store::FoldWriter& writer)
    : node_(node),
      documents_(documents),
      directory_(std::move(directory)),
      granted_bytes_(granted_bytes),
      spool_(spool),
      writer_(writer),
      answers_(documents.count(), Answer::none) {
  EngineAccess::prepare(out_, nullptr, granted_bytes, &resources.log());
  EngineAccess::set_ports(out_, node.ports);
  std::shared_ptr<const void> shared;
  if (node.stage->load) shared = node.stage->load(*node.params, resources);
  stage_ = node.stage->make(*node.params, shared);
}

Document FoldAttempt::again(std::uint32_t number) {
  if (number >= answers_.size()) throw std::out_of_range("the fold has no document of that number");
  // In finish() all that is emitted would pile up otherwise.
  if (!current_) flush();
  return documents_.read(number);
}

void FoldAttempt::absorb(const Document& document) {
  Answer& answer = answers_.at(document.position());
  if (answer != Answer::none) return;
  answer = Answer::absorbed;
  writer_.absorb(documents_.entry_of(document.position()));
}

void FoldAttempt::take(std::uint32_t number) {
  current_ = number;
  try {
    fold().take(documents_.read(number), out_);
    keep_answers();
  } catch (const RunError&) {
    throw;
  } catch (const commit::CommitError&) {
    throw;
  } catch (const store::StoreError&) {
    throw;
  } catch (const std::system_error&) {
    throw;  // about its own files, and no fault of the document
  } catch (...) {
    EngineAccess::reset(out_);
    throw Casualty{number, batch::failure_of_current_exception()};
  }
  documents_.tidy();
}

void FoldAttempt::finish() {
  current_.reset();
  fold().finish(out_);
  keep_answers();
  for (std::uint32_t number = 0; number < answers_.size(); ++number) {
    if (answers_[number] != Answer::none) continue;
    record_failure(number, {FailureClass::lost, "lost", "the fold neither emitted nor dropped nor failed it", {}});
  }
}

std::vector<store::DropCount> FoldAttempt::drops() const {
  std::vector<store::DropCount> counts;
  for (const auto& [reason, count] : drops_) counts.push_back({node_.id, reason, count});
  return counts;
}

std::uint32_t FoldAttempt::meant(std::uint32_t position) const {
  if (position != EngineAccess::kWholeCall) return position;
  if (!current_) throw std::logic_error("the fold has to name the document that it means");
  return *current_;
}

// A failure of a call discards what the call emitted.
void FoldAttempt::keep_answers() {
  const auto& failures = EngineAccess::failures(out_);
  if (failures.empty()) {
    flush();
    for (const EngineAccess::Drop& drop : EngineAccess::drops(out_)) record_drop(drop);
  }
  for (const EngineAccess::FailureAt& failure : failures) record_failure(meant(failure.position), failure.failure);
  EngineAccess::reset(out_);
}

// What was emitted so far goes into the spool.
void FoldAttempt::flush() {
  for (EngineAccess::Emission& emission : EngineAccess::emitted(out_)) {
    Answer& answer = answers_.at(emission.document.position());
    if (answer == Answer::dropped || answer == Answer::failed) {
      throw std::logic_error("the fold emits a document that it dropped or failed before");
    }
    answer = Answer::emitted;
    spool_.add(emission.document);
  }
  EngineAccess::emitted(out_).clear();
  documents_.tidy();
}

void FoldAttempt::record_drop(const EngineAccess::Drop& drop) {
  const std::uint32_t number = meant(drop.position);
  ++drops_[drop.reason];
  ++dropped_;
  if (answers_.at(number) != Answer::none) return;  // a part of it
  answers_[number] = Answer::dropped;
  store::DocumentVerdict verdict;
  verdict.document = {documents_.entry_of(number), 0};
  verdict.node = node_.id;
  verdict.reason = drop.reason;
  verdict.message = drop.detail;
  writer_.add(verdict);
}

void FoldAttempt::record_failure(std::uint32_t number, const Failure& failure) {
  if (answers_.at(number) != Answer::none) {
    throw std::logic_error("the fold fails a document that it has answered for before");
  }
  answers_[number] = Answer::failed;
  ++failed_;
  store::DocumentVerdict verdict;
  verdict.document = {documents_.entry_of(number), 0};
  verdict.verdict = store::Verdict::dead;
  verdict.node = node_.id;
  verdict.failure_class = failure.failure_class;
  verdict.reason = failure.reason;
  verdict.message = failure.message;
  writer_.add(verdict);
}

}  // namespace weir::run
