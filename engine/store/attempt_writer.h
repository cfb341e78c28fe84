// Writes the rows of attempts, within a transaction.
#pragma once

#include "store/attempts.h"
#include "store/database.h"

namespace weir::store {

class AttemptWriter {
 public:
  explicit AttemptWriter(const Database& database);

  // Counts on from the document's last attempt; says which number this one has.
  std::uint64_t insert(const Attempt& attempt);

 private:
  Statement insert_;
};

}  // namespace weir::store
