#include "store/quotas.h"

#include <vector>

#include "store/store.h"

namespace weir::store {

std::vector<QuotaUse> ReadStore::quotas() const {
  std::vector<QuotaUse> quotas;
  Statement read = database().prepare("SELECT limiter, calls, window_ms, began_ms, used FROM quotas ORDER BY limiter",
                                      "read the quotas");
  read.start();
  while (read.next()) {
    quotas.push_back({read.text(0), read.number(1), read.integer(2), read.integer(3), read.number(4)});
  }
  return quotas;
}

void Store::record_quota(const QuotaUse& use) {
  database()
      .prepare("INSERT OR REPLACE INTO quotas (limiter, calls, window_ms, began_ms, used) VALUES (?, ?, ?, ?, ?)",
               "record what is used of a quota")
      .run(use.limiter, use.calls, use.window_ms, use.began_ms, use.used);
}

}  // namespace weir::store
