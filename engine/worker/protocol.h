// What a worker and its parent say to each other. Control goes over a socket that keeps messages apart; what is long,
// a batch's request and its answer, lies in memory that both see (shared_memory.h), and the message says how many
// bytes.
//
// The parent believes nothing: lengths, positions and numbers are checked before they are used, and whatever is not as
// it must be is the death of the worker.
#pragma once

#include <cstdint>

namespace weir::worker {

// Descriptors of the worker when it starts.
inline constexpr int kChannelDescriptor = 3;
inline constexpr int kMemoryDescriptor = 4;

enum class FrameKind : std::uint32_t {
  run = 1,     // to the worker: a request lies in memory
  ready = 2,   // from the worker: it has made its stages
  done = 3,    // from the worker: an answer lies in memory
  broken = 4,  // from the worker: a spool cannot be read, which its parent looks up
};

// One message, as it lies in memory: both are the same binary on the same machine.
struct Frame {
  FrameKind kind{};
  std::uint32_t request = 0;  // the number of the request that it makes, or answers; 0: `ready`, which nobody asked for
  std::uint64_t bytes = 0;
};

// What a worker exits with when the graph is not the one that its parent runs, or a stage cannot be made.
inline constexpr int kNotTheSameGraph = 78;

}  // namespace weir::worker
