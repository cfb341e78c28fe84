// Memory for large texts that keeps account of what lies in it.
#pragma once

#include <cstddef>
#include <map>
#include <new>

#include <gtest/gtest.h>
#include <weir/document.h>
#include <weir/large_memory.h>

namespace weir::harness {

// One thread at a time.
class CountedMemory final : public LargeMemory {
 public:
  void* allocate(std::size_t bytes) override {
    ++allocations;
    void* const at = ::operator new(bytes);
    lent_[at] = bytes;
    return at;
  }
  void release(void* at, std::size_t bytes) noexcept override {
    EXPECT_EQ(lent_[at], bytes);
    lent_.erase(at);
    ::operator delete(at);
  }

  bool holds(const Document& document) const { return lent_.contains(document.text().view().data()); }
  std::size_t lent() const { return lent_.size(); }

  int allocations = 0;

 private:
  std::map<const void*, std::size_t> lent_;
};

}  // namespace weir::harness
