#include "run/remaining.h"

#include <algorithm>
#include <utility>

#include "run/cut.h"
#include "run/precedence.h"
#include "run/wiring.h"

namespace weir::run {
namespace {

void add(RemainingBatch& batch, const ListedEntry& entry) {
  ++batch.entries;
  batch.extent.add(entry);
  if (!entry.refusal && entry.size >= batch.largest.size) batch.largest = entry;
}

bool is_left_out(const store::Batch& batch, std::uint64_t entry) {
  return std::any_of(batch.left_out.begin(), batch.left_out.end(),
                     [entry](const store::DocumentKey& key) { return key.entry == entry; });
}

}  // namespace

void visit_remaining(const graph::Specification& specification, const batch::Wiring& wiring,
                     const std::vector<Listed>& listing, const VisitRemaining& visit) {
  const CutLimits limits{specification.run.batch_bytes, specification.run.batch_documents};
  for (const Listed& listed : listing) {
    const Precedence precedence = precedence_of(listed.entries, specification.run.priority);
    for (const auto& entries : cut(listed.entries, limits, precedence)) {
      RemainingBatch batch;
      batch.source = source_named(wiring, specification.nodes[listed.node].id);
      for (const ListedEntry& entry : entries) add(batch, entry);
      visit(batch);
    }
  }
}

void visit_remaining(const store::ReadStore& store, const batch::Wiring& wiring, const VisitRemaining& visit) {
  store::PendingBatches pending = store.pending_batches();
  while (const std::optional<store::Batch> next = pending.next()) {
    const auto source = find_source(wiring, next->source);
    if (!source) continue;
    RemainingBatch batch;
    batch.source = *source;
    for (const store::Entry& entry : store.entries(next->first_entry, next->last_entry)) {
      if (!is_left_out(*next, entry.number)) add(batch, entry.listed);
    }
    visit(batch);
  }
}

}  // namespace weir::run
