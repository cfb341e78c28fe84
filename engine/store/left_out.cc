#include "store/left_out.h"

namespace weir::store {

LeftOut::LeftOut(const Database& database)
    : find_(database.prepare(
          "SELECT l.entry, l.ordinal FROM batches b JOIN left_out l ON l.entry BETWEEN b.first_entry AND b.last_entry "
          "AND l.batch = b.batch WHERE b.batch = ?1 AND b.left_out = 1 UNION "
          "SELECT d.entry, d.ordinal FROM batches b JOIN documents d ON d.entry BETWEEN b.first_entry AND b.last_entry "
          "AND d.batch = b.batch WHERE b.batch = ?1 AND b.left_out = 1 ORDER BY 1, 2",
          "read what a batch leaves out")) {}

std::vector<DocumentKey> LeftOut::of(BatchId batch) {
  std::vector<DocumentKey> documents;
  find_.start(batch);
  while (find_.next()) documents.push_back({find_.number(0), find_.number(1)});
  return documents;
}

}  // namespace weir::store
