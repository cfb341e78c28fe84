// Memory for the length of one call: allocation moves a pointer, everything is taken back at once.
// A std::pmr::memory_resource, so that standard containers can live in it. One thread at a time.
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <memory_resource>
#include <vector>

namespace weir {

class Scratch final : public std::pmr::memory_resource {
 public:
  // What stays allocated from one call to the next; more than that goes back to the system.
  static constexpr std::size_t kKeptBytes = std::size_t{1} << 20;
  static constexpr std::size_t kChunkBytes = std::size_t{64} << 10;

  void reset() {
    while (held_ > kKeptBytes && chunks_.size() > 1) {
      held_ -= chunks_.back().size;
      chunks_.pop_back();
    }
    if (held_ > kKeptBytes) {
      chunks_.clear();
      held_ = 0;
    }
    current_ = 0;
    used_ = 0;
  }

 private:
  struct Chunk {
    std::unique_ptr<std::byte[]> bytes;
    std::size_t size;
  };

  void* do_allocate(std::size_t bytes, std::size_t alignment) override {
    for (; current_ < chunks_.size(); ++current_, used_ = 0) {
      Chunk& chunk = chunks_[current_];
      void* at = chunk.bytes.get() + used_;
      std::size_t space = chunk.size - used_;
      if (std::align(alignment, bytes, at, space)) {
        used_ = chunk.size - space + bytes;
        return at;
      }
    }
    const std::size_t size = std::max(kChunkBytes, bytes + alignment);
    chunks_.push_back({std::make_unique_for_overwrite<std::byte[]>(size), size});
    held_ += size;
    used_ = 0;
    return do_allocate(bytes, alignment);
  }
  void do_deallocate(void*, std::size_t, std::size_t) override {}
  bool do_is_equal(const std::pmr::memory_resource& other) const noexcept override { return this == &other; }

  std::vector<Chunk> chunks_;
  std::size_t current_ = 0;
  std::size_t used_ = 0;
  std::size_t held_ = 0;
};

}  // namespace weir
