#include "batch/body_pool.h"

#include <algorithm>

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
  if (free_.empty()) make_more();
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

void BodyPool::make_more() {
  const std::size_t more = std::max<std::size_t>(made_, 8);
  free_.reserve(made_ + more);
  slabs_.push_back(std::make_unique<DocumentBody[]>(more));
  made_ += more;
  for (std::size_t i = more; i-- > 0;) free_.push_back(&slabs_.back()[i]);
}

}  // namespace weir::batch
