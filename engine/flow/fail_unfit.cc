#include "flow/fail_unfit.h"

#include <string>

namespace weir::flow {

void fail_unfit(const batch::Wiring& wiring, batch::Batch& batch, std::uint64_t need, std::uint64_t budget) {
  batch::NodeResult& result = batch.result(batch.source());
  const std::string message = "needs " + std::to_string(need) + " bytes of memory; the whole budget is " +
                              std::to_string(budget) + ", set by limiters.memory.tokens";
  for (std::uint32_t entry = 0; entry < batch.entries().size(); ++entry) {
    const std::uint32_t position = batch.add_source_document(entry, 0, false, wiring.nodes[batch.source()].id);
    if (batch.entries()[entry].left_out) continue;
    const auto& refusal = batch.entries()[entry].listed.refusal;
    ++result.documents_in;
    if (!refusal) {
      result.fail(position, FailureClass::memory, "memory.never_fits", message);
      result.failures.back().final = true;
    } else if (refusal->is_failure) {
      result.fail(position, FailureClass::rejected, refusal->reason, refusal->message);
    } else {
      result.drop(position, refusal->reason, refusal->message);
    }
  }
}

}  // namespace weir::flow
