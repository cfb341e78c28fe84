#include "graph/phases.h"

#include <optional>
#include <string>

namespace weir::graph {
namespace {

bool ends_phase(const NodeDraft& node) {
  return node.stage && (node.stage->kind == StageKind::fold || node.stage->kind == StageKind::checkpoint);
}

}  // namespace

std::vector<std::size_t> phases_of(const std::vector<NodeDraft>& nodes, const std::vector<std::size_t>& order,
                                   Diagnostics& diagnostics) {
  std::vector<std::size_t> phases(nodes.size(), 0);
  for (const std::size_t node : order) {
    std::optional<std::size_t> phase;
    for (const DraftInput& input : nodes[node].from) {
      if (!input.source) continue;
      const std::size_t of_input = phases[input.source->node] + (ends_phase(nodes[input.source->node]) ? 1 : 0);
      if (!phase) phase = of_input;
      if (*phase == of_input) continue;
      diagnostics.add({"E039",
                       "`" + nodes[node].id + "` takes from two phases",
                       input.at,
                       "`" + nodes[node].from.front().written + "` and `" + input.written +
                           "` have not the same number of checkpoints and folds above them",
                       {},
                       {"put a checkpoint on the other way too"}});
      break;
    }
    phases[node] = phase.value_or(0);
  }
  return phases;
}

}  // namespace weir::graph
