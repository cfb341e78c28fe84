// The three forms of run(node, batch), one for each kind of stage; only run.cc calls them.
#pragma once

#include <cstdint>
#include <exception>
#include <optional>

#include "batch/batch.h"
#include "batch/failure.h"
#include "batch/instance.h"
#include "batch/node.h"

namespace weir::batch {

void run_source(const Wiring& wiring, std::size_t node, Instance& instance, Batch& batch);
void run_transform(const Wiring& wiring, std::size_t node, Instance& instance, Batch& batch);
void run_sink(const Wiring& wiring, std::size_t node, Instance& instance, Batch& batch);

// What becomes of a call that saw the stop request: its documents fail where the request was about them, or else
// nothing of the batch counts.
std::optional<Failure> stopped(Batch& batch);

// Times the calls of a node, one after the other: neighbours share a reading of the clock.
class CallTimer {
 public:
  CallTimer(const Batch& batch, Histogram& calls);
  // The next call begins now, and not when the last one ended.
  void restart();
  // A call has ended, and the next begins.
  void lap() {
    if (timing_) add();
  }

 private:
  void add();

  Histogram& calls_;
  bool timing_;
  std::uint64_t last_ = 0;
};

}  // namespace weir::batch
