// Some other place where nodes run, so that what a stage does there cannot harm this process.
#pragma once

#include <cstddef>

namespace weir::batch {

class Batch;

class Elsewhere {
 public:
  virtual ~Elsewhere() = default;
  // Whether the node of this batch is one of those that run there. Then its part of the batch has been run when this
  // returns: results and documents are where they would be had it run here. Safe from any thread.
  virtual bool run(std::size_t node, Batch& batch) noexcept = 0;
};

}  // namespace weir::batch
