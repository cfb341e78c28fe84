#include "flow/waiting_node.h"

#include <utility>

#include "flow/shared_calls.h"

namespace weir::flow {

struct WaitingNode::Visit {
  Visit(const batch::Wiring& wiring, std::size_t node, Passage& passage)
      : passage(passage), calls(wiring, node, *passage.batch) {}

  Passage& passage;
  SharedCalls calls;
  std::size_t begun = 0;  // guarded by the node's lock
  std::atomic<std::size_t> made = 0;
};

WaitingNode::WaitingNode(const batch::Wiring& wiring, std::size_t node, batch::Instances& instances,
                         std::atomic<std::uint32_t>& running, const std::atomic<bool>& stopped,
                         std::function<void(Passage&)> done)
    : wiring_(wiring),
      node_(node),
      instances_(instances),
      running_(running),
      stopped_(stopped),
      done_(std::move(done)) {
  for (std::size_t thread = 0; thread < wiring.nodes[node].instances; ++thread) {
    threads_.emplace_back([this] { serve(); });
  }
}

WaitingNode::~WaitingNode() {
  {
    const std::scoped_lock lock(mutex_);
    closed_ = true;
  }
  arrived_.notify_all();
}

void WaitingNode::arrive(Passage& passage) {
  auto visit = std::make_shared<Visit>(wiring_, node_, passage);
  if (visit->calls.count() == 0) return done_(passage);
  {
    const std::scoped_lock lock(mutex_);
    queue_.push_back(std::move(visit));
  }
  arrived_.notify_all();
}

void WaitingNode::serve() {
  std::unique_lock lock(mutex_);
  for (;;) {
    arrived_.wait(lock, [this] { return closed_ || !queue_.empty(); });
    if (queue_.empty()) return;
    const std::shared_ptr<Visit> visit = queue_.front();
    const std::size_t call = visit->begun++;
    if (visit->begun == visit->calls.count()) queue_.pop_front();
    lock.unlock();
    make(*visit, call);
    lock.lock();
  }
}

void WaitingNode::make(Visit& visit, std::size_t call) {
  if (stopped_ && !visit.passage.has_called) visit.passage.batch->abandon();
  visit.passage.has_called = true;
  ++running_;
  {
    const batch::MemoryUse::Stretch measured(visit.passage.batch->memory());
    visit.calls.make(call, instances_);
  }
  --running_;
  if (visit.made.fetch_add(1) + 1 < visit.calls.count()) return;
  visit.calls.finish();
  done_(visit.passage);
}

}  // namespace weir::flow
