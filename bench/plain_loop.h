// What somebody would write who needs no engine: threads that take the next file, call the stages one after the other,
// and write what comes out. The same stage objects as in the engine; no batch, no limiter, no books, no checkpoint.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>

#include "loaded_graph.h"

namespace weir::bench {

struct Done {
  std::uint64_t files = 0;
  std::uint64_t bytes = 0;
  std::uint64_t records = 0;
};

// Volumes are written in the order in which files end. Throws where anything cannot be written.
Done run_plain_loop(const LoadedGraph& graph, std::size_t threads, const std::filesystem::path& output_directory);

}  // namespace weir::bench
