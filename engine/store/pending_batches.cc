#include "store/pending_batches.h"

#include <array>

#include "store/wall_clock.h"

namespace weir::store {
namespace {

constexpr std::size_t kPage = 512;
constexpr std::array kPriorities{Priority::critical, Priority::high, Priority::normal, Priority::low};
constexpr const char* kPendingBatchesPurpose = "read the batches that are left";

}  // namespace

PendingBatches::PendingBatches(const Database& database)
    : page_(database.prepare("SELECT b.batch, s.node, b.first_entry, b.last_entry, b.bytes, b.ordinal, b.left_out, "
                             "b.not_before_ms IS NOT NULL "
                             "FROM batches b JOIN sources s ON s.id = b.source "
                             "WHERE b.state = 'pending' AND b.priority = ? AND b.batch > ? AND "
                             "coalesce(b.not_before_ms, 0) <= ? ORDER BY b.batch LIMIT ?",
                             kPendingBatchesPurpose)),
      left_out_(database) {}

std::optional<Batch> PendingBatches::next() {
  while (batches_.empty() && priority_ < kPriorities.size()) read_page(kPriorities[priority_]);
  if (batches_.empty()) return std::nullopt;
  Batch batch = std::move(batches_.front());
  batches_.pop_front();
  return batch;
}

void PendingBatches::read_page(Priority priority) {
  page_.start(std::uint64_t(priority), last_, now_ms(), kPage);
  while (page_.next()) {
    Batch& batch = batches_.emplace_back();
    batch.id = page_.number(0);
    batch.source = page_.text(1);
    batch.first_entry = page_.number(2);
    batch.last_entry = page_.number(3);
    batch.bytes = page_.number(4);
    if (!page_.is_null(5)) batch.only = DocumentKey{batch.first_entry, page_.number(5)};
    batch.waited = page_.number(7) > 0;
    if (page_.number(6) > 0) batch.left_out = left_out_.of(batch.id);
    batch.priority = priority;
    last_ = batch.id;
  }
  if (batches_.size() == kPage) return;
  ++priority_;
  last_ = 0;
}

}  // namespace weir::store
