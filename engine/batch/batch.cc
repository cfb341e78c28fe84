#include "batch/batch.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace weir::batch {

void Wiring::connect() {
  for (Node& node : nodes) node.targets.assign(node.failed_port() + 1, {});
  for (std::size_t taker = 0; taker < nodes.size(); ++taker) {
    const std::vector<PortOf>& from = nodes[taker].from;
    for (std::size_t input = 0; input < from.size(); ++input) {
      nodes[from[input].node].targets[from[input].port].push_back({taker, input});
    }
  }
}

Batch::Batch(std::uint64_t id, std::size_t source, std::vector<BatchEntry> entries, const Wiring& wiring,
             Surroundings surroundings)
    : id_(id),
      source_(source),
      entries_(std::move(entries)),
      surroundings_(surroundings),
      inputs_(wiring.nodes.size()),
      results_(wiring.nodes.size()) {
  for (const BatchEntry& entry : entries_) {
    if (entry.left_out) continue;
    bytes_ += entry.listed.size;
    largest_entry_ = std::max(largest_entry_, entry.listed.size);
  }
  for (std::size_t i = 0; i < wiring.nodes.size(); ++i) inputs_[i].resize(wiring.nodes[i].from.size());
}

std::unique_ptr<Batch> Batch::part(const Wiring& wiring) const {
  auto part = std::make_unique<Batch>(id_, source_, std::vector<BatchEntry>(), wiring, surroundings_);
  part->whole_ = this;
  part->granted_bytes_ = granted_bytes_;
  return part;
}

std::uint32_t Batch::add_source_document(std::uint32_t entry, std::uint64_t ordinal, bool is_record,
                                         const std::string& source_id) {
  const BatchEntry& listed = entries_[entry];
  Origin origin{source_id,          listed.listed.path, listed.listed.member, listed.ordinal, ordinal,
                listed.listed.size, is_record};
  source_documents_.push_back({std::move(origin), entry, ordinal, listed.left_out});
  return static_cast<std::uint32_t>(source_documents_.size() - 1);
}

std::uint32_t Batch::add_spooled_document(std::uint32_t entry, const Origin& origin) {
  source_documents_.push_back({origin, entry, 0, entries_[entry].left_out});
  return static_cast<std::uint32_t>(source_documents_.size() - 1);
}

const std::shared_ptr<ContentHash>& Batch::content_hash(std::uint32_t entry) {
  content_hashes_.resize(entries_.size());
  if (!content_hashes_[entry]) content_hashes_[entry] = std::make_shared<ContentHash>(entries_[entry].listed.size);
  return content_hashes_[entry];
}

std::string Batch::content_hash_value(std::uint32_t entry) const {
  const bool opened = entry < content_hashes_.size() && content_hashes_[entry];
  return opened ? content_hashes_[entry]->value() : "";
}

void Batch::set_content_hash(std::uint32_t entry, std::string value) {
  content_hashes_.resize(entries_.size());
  content_hashes_[entry] = std::make_shared<ContentHash>(std::move(value));
}

std::vector<Document> Batch::take_inputs(std::size_t node) {
  std::vector<std::vector<Document>>& lists = inputs_[node];
  std::vector<Document> merged = std::move(lists.front());
  for (std::size_t i = 1; i < lists.size(); ++i) {
    std::move(lists[i].begin(), lists[i].end(), std::back_inserter(merged));
    lists[i].clear();
  }
  lists.front().clear();
  // Each list is in order of positions, so a stable sort keeps (order of `from`, order of emission) within a position.
  if (lists.size() > 1) {
    std::stable_sort(merged.begin(), merged.end(),
                     [](const Document& a, const Document& b) { return a.position() < b.position(); });
  }
  return merged;
}

}  // namespace weir::batch
