// Is told which call of a stage is about to be made, so that whoever looks at a thread from outside knows what it was
// doing when it died, or does not come to an end, and can ask it to.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "batch/deadlines.h"

namespace weir::batch {

class CallWatch {
 public:
  virtual ~CallWatch() = default;
  // The source is about to read an entry of the batch, by its index.
  virtual void before_read(std::size_t node, std::uint32_t entry) noexcept = 0;
  // A stage is about to be given documents of the source documents at positions from `first` to `last`.
  virtual void before_call(std::size_t node, std::uint32_t first, std::uint32_t last) noexcept = 0;
  // The node is through with the batch.
  virtual void after_node() noexcept = 0;
  // Raised by the calls of the thread that asks, whenever they get on.
  virtual std::atomic<std::uint64_t>* progress() noexcept = 0;
  // Set where the call that sees it is to end, since its time is over: its documents fail, class timeout, and the batch
  // goes on. Asked for by the thread that runs the node.
  virtual const std::atomic<bool>* stop_request() noexcept = 0;
  // Why it was set last for the thread that asks.
  virtual Overrun overrun() noexcept = 0;
};

}  // namespace weir::batch
