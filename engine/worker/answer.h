// What a worker made of a batch, on its way back: the source documents, what became of them in each node, sinks'
// encodings, and the documents on the edges that lead to nodes of the parent.
//
// The parent reads it as what it may be, the work of a process in which a hostile document did as it liked: every
// number is checked before it leads anywhere, and what is not as it must be leaves the batch as it was.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "batch/batch.h"
#include "batch/node.h"
#include "worker/shared_memory.h"

namespace weir::worker {

struct LogLine {
  static constexpr std::size_t kLongest = 4096;  // bytes

  LogLevel level = LogLevel::info;
  std::string text;
};
// In one answer.
inline constexpr std::size_t kMostLogLines = 1001;

// `isolated` says which nodes have run; of a batch that was not abandoned.
void write_answer(const batch::Wiring& wiring, const std::vector<bool>& isolated, batch::Batch& batch,
                  const std::vector<LogLine>& log, SharedMemory& memory);

// Into a batch of which nothing has run yet. Throws batch::CodecError.
void read_answer(std::string_view bytes, const batch::Wiring& wiring, const std::vector<bool>& isolated,
                 batch::Batch& batch, std::vector<LogLine>& log);

}  // namespace weir::worker
