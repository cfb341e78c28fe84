// Where large texts lie: memory that the system may write to a disk and use for something else while nobody reads it.
// What is small lies on the heap.
//
// The engine gives it to each call (call.h), and documents take it along. It outlives them. Where there is none, all
// lies on the heap.
#pragma once

#include <cstddef>
#include <memory>
#include <type_traits>

namespace weir {

class LargeMemory {
 public:
  // Less than this lies on the heap.
  static constexpr std::size_t kSmallestBytes = std::size_t{16} << 20;

  virtual ~LargeMemory() = default;
  // Room for kSmallestBytes or more; what is never written takes nothing. Throws std::bad_alloc. Safe from any thread.
  virtual void* allocate(std::size_t bytes) = 0;
  // `bytes`: as many as were asked for. Safe from any thread.
  virtual void release(void* at, std::size_t bytes) noexcept = 0;
};

// For standard containers. It goes along when one is moved or copied, so that moving costs nothing.
template <typename T>
class LargeAllocator {
 public:
  using value_type = T;
  using propagate_on_container_copy_assignment = std::true_type;
  using propagate_on_container_move_assignment = std::true_type;
  using propagate_on_container_swap = std::true_type;

  LargeAllocator() = default;
  // Null: all lies on the heap.
  LargeAllocator(LargeMemory* memory) : memory_(memory) {}
  template <typename U>
  LargeAllocator(const LargeAllocator<U>& other) : memory_(other.memory()) {}

  LargeMemory* memory() const { return memory_; }

  T* allocate(std::size_t count) {
    if (!is_large(count)) return std::allocator<T>().allocate(count);
    return static_cast<T*>(memory_->allocate(count * sizeof(T)));
  }
  void deallocate(T* at, std::size_t count) noexcept {
    if (!is_large(count)) return std::allocator<T>().deallocate(at, count);
    memory_->release(at, count * sizeof(T));
  }

  bool operator==(const LargeAllocator&) const = default;

 private:
  bool is_large(std::size_t count) const {
    return count >= LargeMemory::kSmallestBytes / sizeof(T) && memory_ != nullptr;
  }

  LargeMemory* memory_ = nullptr;
};

}  // namespace weir
