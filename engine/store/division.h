// Divides the output of a sink into volumes, by the bytes that were listed: in the transaction that records the cut, so
// that the division is as fixed as the cut is.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "store/database.h"

namespace weir::store {

struct Division {
  std::uint64_t sink = 0;            // its number
  std::uint64_t bytes = 0;           // listed; a volume with more than one batch has no more than these
  bool by_completion = false;        // the order within each volume
  std::vector<std::string> sources;  // whose batches come to the sink
  std::function<std::string(std::uint64_t volume)> name;
};

// Goes by the batches of the cut alone: documents that left theirs are in the volume of the batch that they left. What
// was divided before comes out the same, and what has been listed since goes on from there.
void divide(const Database& database, const Division& division);

// Takes back what was divided, of all sinks or of one.
void forget_divisions(const Database& database);
void forget_division(const Database& database, std::string_view sink);

}  // namespace weir::store
