// Walks the batches that are still to be committed, by priority, then in listing order, a page at a time. Those that
// wait for another attempt are passed over until it is their time.
//
// No transaction stays open between pages, so walking a long list beside the committer keeps nothing from being
// checkpointed. What is committed meanwhile may or may not still be shown; who walks is the one who admits, and knows.
#pragma once

#include <cstddef>
#include <deque>
#include <optional>

#include "store/database.h"
#include "store/left_out.h"
#include "store/rows.h"

namespace weir::store {

class PendingBatches {
 public:
  explicit PendingBatches(const Database& database);

  // The next batch; nothing after the last.
  std::optional<Batch> next();

 private:
  void read_page(Priority priority);

  Statement page_;
  LeftOut left_out_;
  std::deque<Batch> batches_;
  std::size_t priority_ = 0;  // of the page; its place among all of them
  BatchId last_ = 0;          // of that priority
};

}  // namespace weir::store
