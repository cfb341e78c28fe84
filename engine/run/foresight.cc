#include "run/foresight.h"

#include "flow/expected.h"
#include "flow/extent.h"

namespace weir::run {
namespace {

std::uint64_t busy_ns(const batch::Wiring& wiring, const batch::Batch& batch) {
  std::uint64_t busy = 0;
  for (std::size_t node = 0; node < wiring.nodes.size(); ++node) busy += batch.result(node).wall_ns;
  return busy;
}

}  // namespace

Foresight::Foresight(const schedule::CostModel& model, std::size_t threads, std::uint64_t tokens,
                     std::uint64_t footprint)
    : outlook_(model.outlook()),
      pace_(model.pace()),
      footprint_(footprint),
      expected_(threads, tokens),
      real_(threads, tokens) {}

void Foresight::add(const batch::Wiring& wiring, const batch::Batch& batch) {
  const std::uint64_t tokens = batch.reservation().tokens;
  const flow::Extent extent = flow::extent_of(batch);
  real_.add({busy_ns(wiring, batch), batch.memory().peak() + batch.memory_elsewhere(), tokens});
  if (extent.documents == 0) return;
  const batch::Node& source = wiring.nodes[batch.source()];
  const bool isolated = batch.surroundings().elsewhere != nullptr;
  const auto expected = flow::expected_of(outlook_, source, isolated, extent);
  all_known_ = all_known_ && expected.has_value();
  if (expected) expected_.add({expected->busy_ns, expected->used, tokens});
}

std::optional<Prediction> Foresight::prediction() const {
  if (!all_known_ || expected_.empty() || pace_.sessions == 0) return std::nullopt;
  return Prediction{expected_.wall_ns(pace_), expected_.peak_bytes(pace_, footprint_)};
}

schedule::Session Foresight::session(std::uint64_t wall_ns, std::uint64_t peak_bytes) const {
  return {.foreseen_ns = real_.work_ns(),
          .taken_ns = wall_ns,
          .memory_foreseen = real_.used_at_once(),
          .memory_taken = peak_bytes > footprint_ ? peak_bytes - footprint_ : 0};
}

}  // namespace weir::run
