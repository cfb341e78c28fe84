// Where a worker says which call it is about to make, in the memory that it shares with its parent: so that the parent
// knows which document a worker died of, and how long that takes already.
//
// The worker writes with relaxed stores, one call after the other; the parent reads at any time, and believes what it
// reads only where it is possible. `stop` is the parent's to set, and the worker's to take back before its next call.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>

#include "batch/deadlines.h"

namespace weir::worker {

// A call of a node: about an entry that the source reads, or about the source documents [first, first + count).
struct CallAt {
  std::size_t node = 0;
  bool reads_entry = false;
  std::uint32_t first = 0;
  std::uint32_t count = 1;

  bool operator==(const CallAt&) const = default;
};

struct Board {
  static_assert(std::atomic<std::uint64_t>::is_always_lock_free);

  std::atomic<std::uint64_t> call;      // 0: none
  std::atomic<std::uint64_t> calls;     // how many were begun
  std::atomic<std::uint64_t> began_ns;  // CLOCK_MONOTONIC
  std::atomic<std::uint64_t> spent_ns;  // in earlier calls about the same document of this batch
  std::atomic<std::uint64_t> progress;  // raised whenever a call gets on
  std::atomic<bool> stop;
  std::atomic<batch::Overrun> overrun;  // why: the parent's to set

  void show(const CallAt& at) { call.store(pack(at), std::memory_order_relaxed); }
  void show_none() { call.store(0, std::memory_order_relaxed); }
  std::optional<CallAt> shown() const { return unpack(call.load(std::memory_order_relaxed)); }

 private:
  // From the top: one bit that is set, one for an entry, 14 for the node, 16 for the count, 32 for the first.
  static std::uint64_t pack(const CallAt& at) {
    return std::uint64_t{1} << 63 | std::uint64_t{at.reads_entry} << 62 | (at.node & 0x3FFFu) << 48 |
           std::uint64_t{at.count & 0xFFFFu} << 32 | at.first;
  }
  static std::optional<CallAt> unpack(std::uint64_t packed) {
    if (packed >> 63 == 0) return std::nullopt;
    return CallAt{static_cast<std::size_t>(packed >> 48 & 0x3FFFu), (packed >> 62 & 1) != 0,
                  static_cast<std::uint32_t>(packed), static_cast<std::uint32_t>(packed >> 32 & 0xFFFFu)};
  }
};

}  // namespace weir::worker
