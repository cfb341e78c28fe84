#include "batch/settle.h"

#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

namespace weir::batch {
namespace {

// What is known about one source document, nodes being visited in order: the first that says something is kept.
struct Fate {
  std::optional<NotDone> failure;
  std::optional<NotDone> drop;
  std::uint64_t records = 0;
};

void read_results(const Wiring& wiring, const Batch& batch, std::vector<Fate>& fates, Settlement& settlement) {
  for (std::size_t node = 0; node < wiring.nodes.size(); ++node) {
    const NodeResult& result = batch.result(node);
    for (const FailureAt& at : result.failures) {
      auto& failure = fates[at.position].failure;
      if (failure) continue;
      failure = NotDone{at.position,
                        true,
                        node,
                        at.failure.failure_class,
                        at.failure.reason,
                        at.failure.message,
                        at.failure.retry_after,
                        at.final,
                        at.ending};
    }
    std::map<std::string, std::uint64_t> counts;
    for (const DropAt& at : result.drops) {
      ++counts[at.reason];
      auto& drop = fates[at.position].drop;
      if (!drop) drop = NotDone{at.position, false, node, FailureClass::rejected, at.reason, at.detail};
    }
    for (auto& [reason, count] : counts) settlement.drops.push_back({node, reason, count});
    for (const Encoding::Piece& piece : result.encoding.pieces) fates[piece.position].records += piece.records;
  }
}

// A file that is not what was listed would give other bytes when it is read again: its documents cannot be done.
void find_changed_sources(const Batch& batch, std::vector<Fate>& fates) {
  const auto& documents = batch.source_documents();
  std::optional<std::uint32_t> entry;
  std::optional<Failure> changed;
  for (std::uint32_t position = 0; position < documents.size(); ++position) {
    if (entry != documents[position].entry) {
      entry = documents[position].entry;
      changed.reset();
      const ListedEntry& listed = batch.entries()[*entry].listed;
      try {
        if (!documents[position].left_out && !listed.refusal && !listed.location.empty()) {
          check_unchanged(listed.location, listed.size, listed.modified_ns);
        }
      } catch (const SourceGone& error) {
        changed = Failure{FailureClass::transient, "source.gone", error.what(), {}};
      } catch (const SourceError& error) {
        changed = Failure{FailureClass::transient, "source.changed", error.what(), {}};
      }
    }
    if (changed && !fates[position].failure) {
      fates[position].failure =
          NotDone{position, true, batch.source(), changed->failure_class, changed->reason, changed->message};
    }
  }
}

// They are in the order of their entries, and each entry has at least one: what stands in for it where it gave none.
// Whoever lost an entry would lose its documents, and the books would balance without them.
void check_entries(const Batch& batch) {
  std::size_t next = 0;
  for (const SourceDocument& document : batch.source_documents()) {
    if (document.entry == next) ++next;
  }
  if (next != batch.entries().size()) {
    throw std::logic_error("entry " + std::to_string(batch.entries()[next].ordinal) + " was lost: it has no document");
  }
}

}  // namespace

Settlement settle(const Wiring& wiring, const Batch& batch) {
  check_entries(batch);
  Settlement settlement;
  std::vector<Fate> fates(batch.source_documents().size());
  read_results(wiring, batch, fates, settlement);
  find_changed_sources(batch, fates);
  for (std::uint32_t position = 0; position < fates.size(); ++position) {
    if (batch.source_documents()[position].left_out) continue;
    ++settlement.read;
    Fate& fate = fates[position];
    if (fate.failure) {
      ++settlement.dead;
      settlement.not_done.push_back(std::move(*fate.failure));
    } else if (fate.records > 0) {
      ++settlement.done;
    } else if (fate.drop) {
      ++settlement.filtered;
      settlement.not_done.push_back(std::move(*fate.drop));
    }
    // A source document with none of these would leave the books unbalanced; whoever adds them up sees that.
  }
  return settlement;
}

}  // namespace weir::batch
