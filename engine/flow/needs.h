// How much memory a batch asks for: what the stages on its way declare.
#pragma once

#include <cstdint>
#include <vector>

#include "batch/batch.h"
#include "batch/node.h"
#include "schedule/cost.h"

namespace weir::flow {

class Needs {
 public:
  explicit Needs(const batch::Wiring& wiring);

  // Tokens for the batch. More than `budget` only if its largest document by itself needs more: then it can never be
  // admitted. A batch of many that is too large only as a whole takes the whole budget, and runs alone. Entries that
  // are not read need nothing.
  std::uint64_t of(const batch::Batch& batch, std::uint64_t budget) const;

 private:
  std::vector<std::vector<schedule::Need>> needs_;  // by source node: of all nodes that it reaches
};

}  // namespace weir::flow
