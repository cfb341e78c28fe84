// Is told which call of a stage is about to be made, so that whoever looks at a thread from outside knows what it was
// doing when it died, or does not come to an end.
#pragma once

#include <cstddef>
#include <cstdint>

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
};

}  // namespace weir::batch
