// The cost model as far as it is declared: how many tokens a batch asks for.
//
// While a node runs, its batch occupies what that node's stage declares: its input, its output and its working memory.
// Before and after, the batch occupies less: what a node has consumed is freed when it ends. So what a batch needs on
// its way is the largest need of all its nodes. Their sum would reserve memory that is never in use at one time, and a
// graph would run slower with every stage added to it. The grant of a batch in process is a statistical bound, not a
// hard one; branches that happen to run side by side on one batch are part of that.
#pragma once

#include <cstdint>
#include <span>

namespace weir::schedule {

// What a stage declares: fixed + per_byte x size, in bytes; size is that of the content it works on.
struct Need {
  double per_byte = 0.0;
  std::uint64_t fixed = 0;

  // Saturates: a need too large to count is the largest number, which no budget admits.
  std::uint64_t bytes(std::uint64_t size) const;
};

// What the engine itself keeps for a batch and for each of its source documents: lists, verdicts, metadata, extents.
inline constexpr std::uint64_t kEngineBytesPerBatch = 64 * 1024;
inline constexpr std::uint64_t kEngineBytesPerDocument = 512;

// Tokens for a batch of `documents` source documents with `size` bytes of content in all, on its way through nodes that
// need `nodes`. Stages work on one document at a time, so `fixed` counts once; what they make of each stays in the
// batch, so `per_byte` counts for all.
std::uint64_t tokens_for(std::span<const Need> nodes, std::uint64_t size, std::uint64_t documents);

}  // namespace weir::schedule
