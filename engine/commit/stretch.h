// How a sink's encoding of a batch becomes extents: in unbroken stretches. A document that is left out ends one stretch
// and begins the next, so that its own bytes can be put between them later, when it runs again.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "batch/batch.h"
#include "batch/settle.h"
#include "store/rows.h"

namespace weir::commit {

struct Stretch {
  store::DocumentKey first;              // whose bytes it begins with
  std::vector<std::string_view> pieces;  // one after the other in the part; into the encoding
  std::uint64_t length = 0;
  std::uint64_t records = 0;
};

// The identity of the source document at a position.
store::DocumentKey key_of(const batch::Batch& batch, std::uint32_t position);

// What is left out of a batch's output, ascending: documents that are dead or run again, and those that did not run
// with it.
std::vector<store::DocumentKey> find_gaps(const batch::Batch& batch, const batch::Settlement& settlement,
                                          std::vector<store::DocumentKey> did_not_run);

// The stretches of one sink's encoding. A stretch without bytes is none.
std::vector<Stretch> make_stretches(const batch::Batch& batch, const batch::Encoding& encoding,
                                    const std::vector<store::DocumentKey>& gaps);

}  // namespace weir::commit
