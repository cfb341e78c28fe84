// The document bodies of one batch, used again and again. Nodes of one batch may run side by side, so it is guarded by
// a spin lock: it is held for a few nanoseconds, and hardly ever wanted twice at once.
#pragma once

#include <atomic>
#include <memory>
#include <vector>

#include <weir/document.h>

namespace weir::batch {

class BodyPool final : public DocumentPool {
 public:
  BodyPool() = default;
  ~BodyPool() override;
  BodyPool(const BodyPool&) = delete;
  BodyPool& operator=(const BodyPool&) = delete;

  DocumentBody* take() override;
  void give_back(DocumentBody* body) noexcept override;

 private:
  // As many again as there are, so that a batch of thousands makes a dozen allocations.
  void make_more();

  std::atomic_flag lock_;
  std::vector<std::unique_ptr<DocumentBody[]>> slabs_;  // all that were ever made
  std::size_t made_ = 0;
  std::vector<DocumentBody*> free_;  // has room for all, so that giving back cannot fail
};

}  // namespace weir::batch
