// One batch on its way through the network. The messages of the network are handles to it, so that a hop copies a
// pointer; whoever holds the handle of a batch that is to run in a chain has the batch.
#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <utility>

#include "batch/batch.h"
#include "flow/chains.h"

namespace weir::flow {

class Passage {
 public:
  Passage(std::unique_ptr<batch::Batch> batch, std::shared_ptr<void> tokens, const Itinerary& way)
      : batch(std::move(batch)),
        tokens(std::move(tokens)),
        awaited_(std::make_unique<std::atomic<std::uint32_t>[]>(way.arrivals.size())) {
    for (std::size_t chain = 0; chain < way.arrivals.size(); ++chain) awaited_[chain] = way.arrivals[chain];
  }

  // Notes that one of the chains that feed `chain` has run; true for the last of them, which sends the batch there.
  bool arrive(std::size_t chain) { return awaited_[chain].fetch_sub(1, std::memory_order_acq_rel) == 1; }

  std::unique_ptr<batch::Batch> batch;
  std::shared_ptr<void> tokens;
  std::atomic<bool> has_called = false;  // something outside, in a node that waits

 private:
  std::unique_ptr<std::atomic<std::uint32_t>[]> awaited_;
};

}  // namespace weir::flow
