#include "batch/answers.h"

#include <algorithm>
#include <utility>

namespace weir::batch {
namespace {

// Calls visit(position) for those documents of a call that an answer is about: the one it names, or all.
template <typename Visit>
void for_each_meant(std::uint32_t named, std::span<const std::uint32_t> positions, Visit&& visit) {
  if (named == EngineAccess::kWholeCall) {
    for (const std::uint32_t position : positions) visit(position);
  } else if (std::binary_search(positions.begin(), positions.end(), named)) {
    visit(named);
  }
}

}  // namespace

Answers::Answers(const Wiring& wiring, std::size_t node, Emitter& emitter, Batch& batch)
    : node_(wiring.nodes[node]),
      emitter_(emitter),
      batch_(batch),
      result_(batch.result(node)),
      failed_port_(wiring, node, batch) {}

void Answers::expect(std::size_t documents) {
  if (node_.targets.empty() || node_.targets.front().empty()) return;
  const Target& target = node_.targets.front().back();
  batch_.input(target.node, target.input).reserve(documents);
}

void Answers::record(std::span<const std::uint32_t> positions) {
  auto& emitted = EngineAccess::emitted(emitter_);
  if (std::any_of(emitted.begin(), emitted.end(), [&](const auto& one) { return is_foreign(one, positions); })) {
    return fail(positions, {FailureClass::lost,
                            "foreign_document",
                            "the stage emitted a document that was not given to the call, or emitted one twice",
                            {}});
  }
  const bool plain = positions.size() == 1 && EngineAccess::failures(emitter_).empty() &&
                     EngineAccess::drops(emitter_).empty() && !emitted.empty();
  if (!plain) {
    answered_.clear();
    record_failures(positions);
    record_drops(positions);
    record_lost(positions);
  }
  if (positions.size() > 1) sort_by_position();
  for (EngineAccess::Emission& emission : emitted) send_on(emission);
  failed_port_.send_on();
}

void Answers::fail(std::span<const std::uint32_t> positions, const Failure& failure) {
  EngineAccess::reset(emitter_);
  failed_port_.clear();
  for (const std::uint32_t position : positions) record_failure(position, failure);
  failed_port_.send_on();
}

void Answers::record_failure(std::uint32_t position, const Failure& failure) {
  if (!failed_port_.take_up(position, failure)) result_.failures.push_back({position, failure});
}

// A document of another call, or of another batch, that a stage kept. It would end up between its neighbours, or count
// for a source document that is not this call's.
bool Answers::is_foreign(const EngineAccess::Emission& emission, std::span<const std::uint32_t> positions) const {
  const Document& document = emission.document;
  if (!document) return true;
  const std::uint32_t position = document.position();
  const bool of_call = positions.size() == 1 ? position == positions.front()
                                             : std::binary_search(positions.begin(), positions.end(), position);
  return !of_call || &document.origin() != &batch_.source_documents()[position].origin;
}

// A failure discards what was emitted for the documents that it is about.
void Answers::record_failures(std::span<const std::uint32_t> positions) {
  for (const EngineAccess::FailureAt& failed : EngineAccess::failures(emitter_)) {
    for_each_meant(failed.position, positions, [&](std::uint32_t position) {
      record_failure(position, failed.failure);
      answered_.push_back(position);
    });
  }
  if (answered_.empty()) return;
  std::sort(answered_.begin(), answered_.end());
  std::erase_if(EngineAccess::emitted(emitter_), [this](const EngineAccess::Emission& emission) {
    return std::binary_search(answered_.begin(), answered_.end(), emission.document.position());
  });
}

void Answers::record_drops(std::span<const std::uint32_t> positions) {
  for (const EngineAccess::Drop& drop : EngineAccess::drops(emitter_)) {
    for_each_meant(drop.position, positions, [&](std::uint32_t position) {
      answered_.push_back(position);
      if (failed_port_.took_up(position)) return;
      if (!drop.reason.empty()) return result_.drop(position, drop.reason, drop.detail);
      result_.fail(position, FailureClass::lost, "drop_without_reason",
                   "the stage dropped a document, but gave no reason");
    });
  }
}

void Answers::record_lost(std::span<const std::uint32_t> positions) {
  for (const auto& emission : EngineAccess::emitted(emitter_)) answered_.push_back(emission.document.position());
  std::sort(answered_.begin(), answered_.end());
  for (const std::uint32_t position : positions) {
    if (std::binary_search(answered_.begin(), answered_.end(), position)) continue;
    result_.fail(position, FailureClass::lost, "lost",
                 "the stage neither emitted nor dropped nor failed a document that it was given");
  }
}

void Answers::sort_by_position() {
  auto& emitted = EngineAccess::emitted(emitter_);
  const auto before = [](const EngineAccess::Emission& a, const EngineAccess::Emission& b) {
    return a.document.position() < b.document.position();
  };
  if (!std::is_sorted(emitted.begin(), emitted.end(), before)) {
    std::stable_sort(emitted.begin(), emitted.end(), before);
  }
}

// A document goes to every node that takes its port. On a port that nobody takes it is dropped, the port's name
// being the reason.
void Answers::send_on(EngineAccess::Emission& emission) {
  const std::vector<Target>& targets = node_.targets[emission.port];
  if (targets.empty()) {
    return result_.drop(emission.document.position(), node_.ports[emission.port], "the port leads nowhere");
  }
  ++result_.documents_out;
  for (std::size_t i = 0; i + 1 < targets.size(); ++i) {
    batch_.input(targets[i].node, targets[i].input).push_back(emission.document.copy());
  }
  batch_.input(targets.back().node, targets.back().input).push_back(std::move(emission.document));
}

}  // namespace weir::batch
