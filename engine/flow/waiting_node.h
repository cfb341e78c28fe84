// A node whose stage waits on something outside: it has threads of its own, one for each instance, so that no worker of
// oneTBB ever waits for a network. Knows nothing of oneTBB.
//
// A thread that is free takes the next call of the batch that came first. Calls are not queued: only batches are, and
// of those there are no more than were admitted. So however many calls a batch makes, the node's own cost is that of
// the calls that run.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "batch/instance.h"
#include "batch/node.h"
#include "flow/passage.h"

namespace weir::flow {

class WaitingNode {
 public:
  // `done` takes each batch when all its calls are made, on the thread that made the last one. `running` counts the
  // calls that are being made. When `stopped` is set, batches of which no such node has made a call are abandoned: what
  // they have taken costs nobody anything again. All that is given must outlive it.
  WaitingNode(const batch::Wiring& wiring, std::size_t node, batch::Instances& instances,
              std::atomic<std::uint32_t>& running, const std::atomic<bool>& stopped,
              std::function<void(Passage&)> done);
  // Every batch must be done.
  ~WaitingNode();

  // Takes a batch; returns at once.
  void arrive(Passage& passage);

 private:
  struct Visit;  // one batch in this node

  void serve();
  void make(Visit& visit, std::size_t call);

  const batch::Wiring& wiring_;
  const std::size_t node_;
  batch::Instances& instances_;
  std::atomic<std::uint32_t>& running_;
  const std::atomic<bool>& stopped_;
  const std::function<void(Passage&)> done_;

  std::mutex mutex_;  // guards the queue and `closed_`
  std::condition_variable arrived_;
  std::deque<std::shared_ptr<Visit>> queue_;  // those with calls that nobody has begun
  bool closed_ = false;
  std::vector<std::jthread> threads_;
};

}  // namespace weir::flow
