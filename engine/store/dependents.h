// Keeps documents in step with what they depend on, within the transaction that decides either: who depends on the dead
// is dead for that reason, and nobody else is. Where a document is not in step, its verdict is taken back, and it runs
// again; whoever lets it in then finds what it depends on as it is.
#pragma once

#include <cstdint>
#include <vector>

#include "store/database.h"
#include "store/reopening.h"

namespace weir::store {

// Why a document is dead that depends on a dead one.
inline constexpr const char* kDependencyDead = "dependency_dead";

class Dependents {
 public:
  // `reopening` must outlive it.
  Dependents(const Database& database, Reopening& reopening);

  // After verdicts on these entries, the numbers of the first and the last: looks at them, and at what depends on them,
  // and, of what this takes back, at what depends on that.
  void keep_in_step(std::uint64_t first, std::uint64_t last);
  void keep_in_step(BatchId batch);

 private:
  // Takes back the verdicts among these, and what depends on them, that are out of step, and says whose.
  std::vector<std::uint64_t> undo_out_of_step(std::uint64_t first, std::uint64_t last);

  Reopening& reopening_;
  Statement range_;
  Statement out_of_step_;
  Statement inherit_environment_;
};

}  // namespace weir::store
