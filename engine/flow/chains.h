// How nodes become nodes of oneTBB: a linear chain of nodes with the same number of instances is fused into one, since
// a stage boundary then costs a virtual call and not a message. Knows nothing of oneTBB.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "batch/node.h"

namespace weir::flow {

struct Chain {
  std::vector<std::size_t> nodes;  // run one after the other; indices into the wiring
  std::size_t instances = 1;       // how many batches may be in this chain at a time
  bool waits = false;              // one node, whose calls run on threads of their own
  std::vector<std::size_t> next;   // chains that are fed, each once however many edges lead there
};

// The chains of a graph in topological order: each feeds only later ones.
std::vector<Chain> fuse(const batch::Wiring& wiring);

// The way of the batches of one source: the chains that they reach, and how many arrivals each waits for before it
// runs, so that a chain runs once for each batch. The last number is that of the end of the network, where a batch is
// when every chain that feeds no other has run. Chains that the source does not reach have 0.
struct Itinerary {
  std::size_t first = 0;
  std::vector<std::uint32_t> arrivals;
};

// `source` is the index of a source node.
Itinerary itinerary(const std::vector<Chain>& chains, std::size_t source);

}  // namespace weir::flow
