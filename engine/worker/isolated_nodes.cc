#include "worker/isolated_nodes.h"

#include <algorithm>

namespace weir::worker {

bool can_be_isolated(const StageInfo& stage) {
  return !stage.waits && !stage.needs.network && !stage.needs.exec && !stage.needs.shared;
}

std::vector<bool> isolated_nodes(const batch::Wiring& wiring, std::size_t source) {
  std::vector<bool> isolated(wiring.nodes.size());
  std::vector<bool> reached(wiring.nodes.size());
  reached[source] = true;
  isolated[source] = can_be_isolated(*wiring.nodes[source].stage);
  for (std::size_t node = source + 1; node < wiring.nodes.size(); ++node) {
    bool all_above = true;
    for (const batch::PortOf& from : wiring.nodes[node].from) {
      if (!reached[from.node]) continue;
      reached[node] = true;
      all_above = all_above && isolated[from.node];
    }
    isolated[node] = reached[node] && all_above && can_be_isolated(*wiring.nodes[node].stage);
  }
  return isolated;
}

}  // namespace weir::worker
