// Writes the rows of documents that are not done.
#pragma once

#include "store/database.h"
#include "store/verdicts.h"

namespace weir::store {

class VerdictWriter {
 public:
  explicit VerdictWriter(const Database& database);

  // A document that has a verdict already is an error: somebody would have counted it twice.
  void insert(const DocumentVerdict& verdict, BatchId batch);

 private:
  Statement insert_;
};

}  // namespace weir::store
