#include "cli/budget.h"

#include "schedule/machine.h"
#include "schedule/process_memory.h"

namespace weir::cli {

MemoryBudget memory_budget(const graph::Specification& specification) {
  MemoryBudget budget;
  if (const auto usable = schedule::usable_memory()) {
    budget.limit = usable->bytes;
    budget.source = usable->source;
  }
  const graph::Amount& asked = specification.memory_tokens;
  const auto tokens =
      asked.bytes ? asked.bytes : static_cast<std::uint64_t>(asked.share * static_cast<double>(budget.limit));
  const std::uint64_t footprint = schedule::unreclaimable_bytes();
  budget.footprint = footprint;
  budget.tokens = tokens > footprint ? tokens - footprint : 0;
  return budget;
}

}  // namespace weir::cli
