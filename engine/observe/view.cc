#include "observe/view.h"

namespace weir::observe {

std::size_t bottleneck(const View& view) {
  std::size_t busiest = kNoBottleneck;
  for (std::size_t i = 0; i < view.nodes.size(); ++i) {
    if (view.nodes[i].busy < 0.5) continue;
    if (busiest == kNoBottleneck || view.nodes[i].busy > view.nodes[busiest].busy) busiest = i;
  }
  return busiest;
}

}  // namespace weir::observe
