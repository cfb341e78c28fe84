// The three forms of run(node, batch), one for each kind of stage; only run.cc calls them.
#pragma once

#include <cstdint>
#include <exception>

#include "batch/batch.h"
#include "batch/instance.h"
#include "batch/node.h"

namespace weir::batch {

void run_source(const Wiring& wiring, std::size_t node, Instance& instance, Batch& batch);
void run_transform(const Wiring& wiring, std::size_t node, Instance& instance, Batch& batch);
void run_sink(const Wiring& wiring, std::size_t node, Instance& instance, Batch& batch);

// What an exception means for the document that was being processed. Call it in a catch block.
Failure failure_of_current_exception();

// Time since the last lap, in nanoseconds: neighbouring calls share a stamp.
class Stopwatch {
 public:
  Stopwatch();
  std::uint64_t lap();

 private:
  std::uint64_t last_;
};

}  // namespace weir::batch
