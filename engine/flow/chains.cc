#include "flow/chains.h"

#include <algorithm>
#include <limits>

namespace weir::flow {
namespace {

constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();

// The nodes that a node feeds, each once.
std::vector<std::size_t> fed_by(const batch::Node& node) {
  std::vector<std::size_t> fed;
  for (const std::vector<batch::Target>& targets : node.targets) {
    for (const batch::Target& target : targets) fed.push_back(target.node);
  }
  std::sort(fed.begin(), fed.end());
  fed.erase(std::unique(fed.begin(), fed.end()), fed.end());
  return fed;
}

// The only node that feeds a node, through however many edges; kNone where there are several or none.
std::size_t only_feeder(const batch::Node& node) {
  std::size_t feeder = kNone;
  for (const batch::PortOf& from : node.from) {
    if (feeder != kNone && from.node != feeder) return kNone;
    feeder = from.node;
  }
  return feeder;
}

bool fuses(const batch::Node& upper, const batch::Node& lower) {
  return !upper.stage->waits && !lower.stage->waits && upper.instances == lower.instances;
}

}  // namespace

std::vector<Chain> fuse(const batch::Wiring& wiring) {
  std::vector<Chain> chains;
  std::vector<std::size_t> chain_of(wiring.nodes.size());
  for (std::size_t index = 0; index < wiring.nodes.size(); ++index) {
    const batch::Node& node = wiring.nodes[index];
    const std::size_t feeder = only_feeder(node);
    if (feeder != kNone && fed_by(wiring.nodes[feeder]).size() == 1 && fuses(wiring.nodes[feeder], node)) {
      chain_of[index] = chain_of[feeder];
      chains[chain_of[index]].nodes.push_back(index);
    } else {
      chain_of[index] = chains.size();
      chains.push_back({{index}, node.instances, node.stage->waits, {}});
    }
  }
  for (Chain& chain : chains) {
    for (const std::size_t fed : fed_by(wiring.nodes[chain.nodes.back()])) chain.next.push_back(chain_of[fed]);
  }
  return chains;
}

Itinerary itinerary(const std::vector<Chain>& chains, std::size_t source) {
  Itinerary way{0, std::vector<std::uint32_t>(chains.size() + 1, 0)};
  while (chains[way.first].nodes.front() != source) ++way.first;
  way.arrivals[way.first] = 1;
  for (std::size_t index = way.first; index < chains.size(); ++index) {
    if (way.arrivals[index] == 0) continue;
    for (const std::size_t next : chains[index].next) ++way.arrivals[next];
    if (chains[index].next.empty()) ++way.arrivals.back();
  }
  return way;
}

}  // namespace weir::flow
