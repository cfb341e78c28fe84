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
  std::atomic_flag lock_;
  std::vector<std::unique_ptr<DocumentBody>> bodies_;  // all that were ever made
  std::vector<DocumentBody*> free_;                    // has room for all, so that giving back cannot fail
};

}  // namespace weir::batch
