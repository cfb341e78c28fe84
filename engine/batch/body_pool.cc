#include "batch/body_pool.h"

namespace weir::batch {
namespace {

class SpinLock {
 public:
  explicit SpinLock(std::atomic_flag& flag) : flag_(flag) {
    while (flag_.test_and_set(std::memory_order_acquire)) flag_.wait(true, std::memory_order_relaxed);
  }
  ~SpinLock() {
    flag_.clear(std::memory_order_release);
    flag_.notify_one();
  }
  SpinLock(const SpinLock&) = delete;
  SpinLock& operator=(const SpinLock&) = delete;

 private:
  std::atomic_flag& flag_;
};

}  // namespace

BodyPool::~BodyPool() = default;

DocumentBody* BodyPool::take() {
  const SpinLock lock(lock_);
  if (free_.empty()) {
    bodies_.push_back(std::make_unique<DocumentBody>());
    free_.reserve(bodies_.size());
    return bodies_.back().get();
  }
  DocumentBody* body = free_.back();
  free_.pop_back();
  return body;
}

void BodyPool::give_back(DocumentBody* body) noexcept {
  body->content = Content();
  body->text = Text();
  body->blocks.clear();
  body->metadata = Metadata();
  const SpinLock lock(lock_);
  free_.push_back(body);
}

}  // namespace weir::batch
