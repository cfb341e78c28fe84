// Looks up which documents do not run with their batch, because they have a verdict or a batch of their own.
#pragma once

#include <vector>

#include "store/database.h"
#include "store/rows.h"

namespace weir::store {

class LeftOut {
 public:
  explicit LeftOut(const Database& database);

  // Ascending. Quick for a batch that leaves nothing out, as nearly all do.
  std::vector<DocumentKey> of(BatchId batch);

 private:
  Statement find_;
};

}  // namespace weir::store
