// Walks the batches that are still to be committed, in listing order, a page at a time. Those that wait for another
// attempt are passed over until it is their time.
//
// No transaction stays open between pages, so walking a long list beside the committer keeps nothing from being
// checkpointed. What is committed meanwhile may or may not still be shown; who walks is the one who admits, and knows.
#pragma once

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
  void read_page();

  Statement page_;
  LeftOut left_out_;
  std::deque<Batch> batches_;
  BatchId last_ = 0;
  bool at_end_ = false;
};

}  // namespace weir::store
