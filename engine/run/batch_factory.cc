#include "run/batch_factory.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "batch/deadlines.h"
#include "run/wiring.h"

namespace weir::run {
namespace {

std::vector<batch::BatchEntry> entries_of(const store::Batch& batch, const store::ReadStore& reader) {
  std::vector<batch::BatchEntry> entries;
  for (store::Entry& entry : reader.entries(batch.first_entry, batch.last_entry)) {
    const bool skipped = std::any_of(batch.left_out.begin(), batch.left_out.end(),
                                     [&](const store::DocumentKey& key) { return key.entry == entry.number; });
    entries.push_back(
        {entry.number, std::move(entry.listed), skipped, entry.spooled ? entry.spooled->checksum : std::uint64_t{0}});
  }
  for (const store::DeadDependency& dead : reader.dead_dependencies(batch.first_entry, batch.last_entry)) {
    entries[dead.entry - batch.first_entry].listed.refusal = {
        true, store::kDependencyDead, "it depends on " + dead.name + ", which is dead: " + dead.reason};
  }
  return entries;
}

// Of those that are read.
std::uint64_t largest_of(const std::vector<batch::BatchEntry>& entries) {
  std::uint64_t largest = 0;
  for (const batch::BatchEntry& entry : entries) {
    if (!entry.left_out) largest = std::max(largest, entry.listed.size);
  }
  return largest;
}

std::optional<std::uint64_t> in_milliseconds(const batch::Deadlines::Time& time) {
  if (!time) return std::nullopt;
  return static_cast<std::uint64_t>(time->count());
}

}  // namespace

BatchFactory::BatchFactory(const graph::Specification& specification, const batch::Wiring& wiring, const Common& common)
    : specification_(specification), wiring_(wiring), needs_(wiring), common_(common) {}

std::unique_ptr<batch::Batch> BatchFactory::make(const store::Batch& batch, const store::ReadStore& reader,
                                                 bool is_suspect) const {
  std::vector<batch::BatchEntry> entries = entries_of(batch, reader);
  const std::size_t source = source_named(wiring_, batch.source);
  Terms terms = terms_of(batch, reader, is_suspect);
  if (specification_.oversize_alone && is_oversize(source, entries)) terms.isolated = true;
  const Placement place =
      common_.isolation ? common_.isolation->placement_of(source, largest_of(entries), terms) : Placement();
  const std::shared_ptr<WatchedBatch> watched =
      place.deadlines.none() ? nullptr : common_.watchdog->watch(place.deadlines);
  auto made =
      std::make_unique<batch::Batch>(batch.id, source, std::move(entries), wiring_,
                                     batch::Surroundings{.logger = common_.logger,
                                                         .large_memory = common_.large_memory,
                                                         .end_run = common_.end_run,
                                                         .slots = common_.slots,
                                                         .elsewhere = place.elsewhere,
                                                         .memory_factor = terms.memory,
                                                         .deadline_ms = in_milliseconds(place.deadlines.document),
                                                         .gate = common_.gate,
                                                         .calls = watched});
  made->set_priority(batch.priority);
  if (watched) watched->bind(*made);
  if (is_suspect) made->set_granted_bytes(common_.memory_tokens);
  return made;
}

std::size_t BatchFactory::class_of(const store::Batch& batch, const store::ReadStore& reader) const {
  return graph::class_of(specification_.classes, largest_of(entries_of(batch, reader)));
}

Terms BatchFactory::terms_of(const store::Batch& batch, const store::ReadStore& reader, bool is_suspect) const {
  const graph::Escalation& escalation = specification_.retry.escalation;
  if (is_suspect) return {.isolated = escalation.isolated};
  if (!batch.only) return {};
  return combined(common_.terms, terms_after(escalation, reader.attempt_history(*batch.only)));
}

// A document needs more memory than there is.
bool BatchFactory::is_oversize(std::size_t source, const std::vector<batch::BatchEntry>& entries) const {
  return std::any_of(entries.begin(), entries.end(), [&](const batch::BatchEntry& entry) {
    return !entry.left_out && !entry.listed.refusal && needs_.of_document(source, entry.listed) > common_.memory_tokens;
  });
}

}  // namespace weir::run
