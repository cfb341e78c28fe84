#include "flow/extent.h"

#include <algorithm>

namespace weir::flow {

void Extent::add(const ListedEntry& entry) {
  if (entry.refusal) return;
  if (entry.expected_memory > 0) {
    expected = std::max(expected, entry.expected_memory);
    return;
  }
  bytes += entry.size;
  largest = std::max(largest, entry.size);
  ++documents;
}

Extent extent_of(const batch::Batch& batch) {
  Extent extent;
  for (const batch::BatchEntry& entry : batch.entries()) {
    if (!entry.left_out) extent.add(entry.listed);
  }
  return extent;
}

const std::string& source_name(const batch::Node& source) { return source.spool.empty() ? source.id : source.spool; }

std::string model_name(const batch::Node& source, bool isolated) {
  return source_name(source) + (isolated ? ", isolated" : "");
}

}  // namespace weir::flow
