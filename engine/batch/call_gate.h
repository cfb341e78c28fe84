// Holds back the calls of some nodes, where what they wait on outside bears only so many. A call enters before it is
// made, and before its time is taken, and leaves when it has ended, however it did.
#pragma once

#include <cstddef>

#include "batch/batch.h"
#include "batch/call_watch.h"
#include "batch/run_kinds.h"

namespace weir::batch {

class CallGate {
 public:
  virtual ~CallGate() = default;
  virtual bool holds_back(std::size_t node) const noexcept = 0;
  // Waits until the node may make one call. False: it may not, and the run is about to end.
  virtual bool enter(std::size_t node) noexcept = 0;
  virtual void leave(std::size_t node) noexcept = 0;
};

// A call's stay behind the gate, where there is one for its node.
class CallTurn {
 public:
  // Where the call may not be made, the batch is abandoned.
  CallTurn(Batch& batch, std::size_t node, CallTimer& timer) : gate_(batch.surroundings().gate), node_(node) {
    if (gate_ && !gate_->holds_back(node)) gate_ = nullptr;
    if (!gate_) return;
    // The document of the call before has its time no longer, and that of this one not yet.
    if (CallWatch* const watch = batch.surroundings().calls.get()) watch->after_node();
    {
      const Absence absence;
      came_ = gate_->enter(node);
    }
    timer.restart();
    if (!came_) batch.abandon();
  }
  ~CallTurn() {
    if (gate_ && came_) gate_->leave(node_);
  }
  CallTurn(const CallTurn&) = delete;
  CallTurn& operator=(const CallTurn&) = delete;

  bool came() const { return came_; }

 private:
  CallGate* gate_;
  const std::size_t node_;
  bool came_ = true;
};

}  // namespace weir::batch
