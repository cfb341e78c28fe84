// What a batch is measured by.
#pragma once

#include <cstdint>
#include <string>

#include "batch/batch.h"
#include "batch/node.h"

namespace weir::flow {

// What of a batch is read. Documents with an expectation of their own are in no other figure.
struct Extent {
  std::uint64_t bytes = 0;
  std::uint64_t largest = 0;
  std::uint64_t documents = 0;
  std::uint64_t expected = 0;  // the largest expectation

  void add(const ListedEntry& entry);
};

Extent extent_of(const batch::Batch& batch);

// What the store calls the source.
const std::string& source_name(const batch::Node& source);
// What the cost model calls its batches. Those in workers are apart: what they take there is no measure of what they
// would take here.
std::string model_name(const batch::Node& source, bool isolated);

}  // namespace weir::flow
