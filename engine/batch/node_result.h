// What one node did with one batch. Each node writes only its own, so nodes of one batch may run side by side.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <weir/failure.h>

#include "batch/ending.h"
#include "batch/histogram.h"

namespace weir::batch {

// Something that happened to a source document in a node.
struct DropAt {
  std::uint32_t position;
  std::string reason;
  std::string detail;
};
struct FailureAt {
  std::uint32_t position;
  Failure failure;
  bool final = false;                              // another attempt would end the same, whatever its class
  std::shared_ptr<const Ending> ending = nullptr;  // of the process beside this one that it cost
};

// A sink's encoding of the batch. Pieces are in the order of their source documents and do not overlap.
struct Encoding {
  struct Piece {
    std::uint32_t position;
    std::uint64_t begin;  // into bytes
    std::uint64_t end;
    std::uint64_t records;
  };
  struct File {
    std::uint32_t position;
    std::string name;  // below the output directory
    std::string bytes;
  };

  std::string bytes;
  std::vector<Piece> pieces;  // one for each source document that reached the sink
  std::vector<File> files;

  // Bytes, those of files with them.
  std::uint64_t size() const;
};

struct NodeResult {
  std::uint64_t documents_in = 0;
  std::uint64_t documents_out = 0;
  std::uint64_t wall_ns = 0;
  std::uint64_t cpu_ns = 0;
  Histogram call_ns;
  std::vector<DropAt> drops;
  std::vector<FailureAt> failures;
  Encoding encoding;  // sinks only

  void drop(std::uint32_t position, std::string_view reason, std::string_view detail);
  void fail(std::uint32_t position, FailureClass failure_class, std::string_view reason, std::string_view message);
};

}  // namespace weir::batch
