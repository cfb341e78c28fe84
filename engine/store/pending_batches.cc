#include "store/pending_batches.h"

namespace weir::store {
namespace {

constexpr std::size_t kPage = 512;
constexpr const char* kPurpose = "read the batches that are left";

}  // namespace

PendingBatches::PendingBatches(const Database& database)
    : page_(database.prepare("SELECT b.batch, s.node, b.first_entry, b.last_entry, b.bytes, b.ordinal, b.left_out "
                             "FROM batches b JOIN sources s ON s.id = b.source "
                             "WHERE b.state = 'pending' AND b.batch > ? ORDER BY b.batch LIMIT ?",
                             kPurpose)),
      left_out_(database.prepare(
          "SELECT entry, ordinal FROM left_out WHERE entry BETWEEN ?2 AND ?3 AND batch = ?1 UNION "
          "SELECT entry, ordinal FROM documents WHERE entry BETWEEN ?2 AND ?3 AND batch = ?1 ORDER BY 1, 2",
          kPurpose)) {}

std::optional<Batch> PendingBatches::next() {
  if (batches_.empty() && !at_end_) read_page();
  if (batches_.empty()) return std::nullopt;
  Batch batch = std::move(batches_.front());
  batches_.pop_front();
  return batch;
}

void PendingBatches::read_page() {
  page_.start(last_, kPage);
  while (page_.next()) {
    Batch& batch = batches_.emplace_back();
    batch.id = page_.number(0);
    batch.source = page_.text(1);
    batch.first_entry = page_.number(2);
    batch.last_entry = page_.number(3);
    batch.bytes = page_.number(4);
    if (!page_.is_null(5)) batch.only = DocumentKey{batch.first_entry, page_.number(5)};
    if (page_.number(6) > 0) batch.left_out = left_out(batch);
    last_ = batch.id;
  }
  at_end_ = batches_.size() < kPage;
}

std::vector<DocumentKey> PendingBatches::left_out(const Batch& batch) {
  std::vector<DocumentKey> documents;
  left_out_.start(batch.id, batch.first_entry, batch.last_entry);
  while (left_out_.next()) documents.push_back({left_out_.number(0), left_out_.number(1)});
  return documents;
}

}  // namespace weir::store
