#include "batch/tally.h"

#include <algorithm>

namespace weir::batch {

void Tally::add(const Batch& batch, const Settlement& settlement) {
  ++batches;
  entries += static_cast<std::uint64_t>(std::count_if(batch.entries().begin(), batch.entries().end(),
                                                      [](const BatchEntry& entry) { return !entry.left_out; }));
  bytes += batch.bytes();
  for (const RunAgain& again : settlement.again) {
    --entries;
    bytes -= batch.entries()[batch.source_documents()[again.failure.position].entry].listed.size;
  }
  read += settlement.read;
  done += settlement.done;
  filtered += settlement.filtered;
  dead += settlement.dead;
  for (const NotDone& document : settlement.not_done) {
    if (document.dead) ++dead_reasons[document.reason];
  }
  add_work(batch, settlement);
}

void Tally::add_work(const Batch& batch, const Settlement& settlement) {
  for (const DropCount& drop : settlement.drops) nodes[drop.node].drops[drop.reason] += drop.count;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const NodeResult& result = batch.result(i);
    NodeTally& node = nodes[i];
    ++node.batches;
    node.documents_in += result.documents_in;
    node.documents_out += result.documents_out;
    node.failed += result.failures.size();
    node.wall_ns += result.wall_ns;
    node.cpu_ns += result.cpu_ns;
    node.call_ns.add(result.call_ns);
  }
}

}  // namespace weir::batch
