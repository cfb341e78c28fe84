// Bounds the address space of this process while a batch runs: to what it had before, and what the batch was granted.
// An allocation beyond that fails, and costs the document that asked for it.
#pragma once

#include <sys/resource.h>

#include <cstdint>

namespace weir::worker {

class AddressSpace {
 public:
  // 0: no bound.
  explicit AddressSpace(std::uint64_t granted_bytes);
  ~AddressSpace();
  AddressSpace(const AddressSpace&) = delete;
  AddressSpace& operator=(const AddressSpace&) = delete;

 private:
  rlimit before_{};
  bool bounded_ = false;
};

}  // namespace weir::worker
