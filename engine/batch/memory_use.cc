#include "batch/memory_use.h"

#include "allocator/allocator.h"

namespace weir::batch {

MemoryUse::Stretch::Stretch(MemoryUse& use) noexcept
    : use_(use), taken_before_(allocator::taken_by_thread()), beside_(use.running_.fetch_add(1) + 1) {
  allocator::restart_peak_of_thread();
}

MemoryUse::Stretch::~Stretch() {
  const auto peak = static_cast<std::int64_t>(allocator::peak_of_thread());
  const std::int64_t taken = allocator::taken_by_thread() - taken_before_;
  const std::int64_t beside = std::max(beside_, use_.running_.fetch_sub(1));
  const std::int64_t held = use_.held_.fetch_add(taken);
  const std::int64_t most = held + beside * std::max(peak, taken);
  std::int64_t known = use_.peak_.load();
  while (most > known && !use_.peak_.compare_exchange_weak(known, most)) continue;
}

}  // namespace weir::batch
