// What a start makes of a death: which documents the engine was at when it died is known from its slots, and one that
// it died of has used up an attempt.
#pragma once

#include <cstddef>
#include <set>
#include <vector>

#include <weir/call.h>

#include "batch/node.h"
#include "batch/slot.h"
#include "commit/retries.h"
#include "store/store.h"

namespace weir::run {

struct Death {
  std::vector<batch::Occupant> at;  // what its threads were at
  int signal = 0;                   // that somebody saw it die of; 0: nobody did
};

struct Blamed {
  std::size_t set_aside = 0;  // documents
  // Batches that may have been the cause, and are not known to be: they should run before others, one at a time, so
  // that it shows.
  std::set<store::BatchId> suspects;
};

// Sets aside each document that the engine died of: it runs again, alone, or is given up, as `retries` decide. A thread
// that got the signal of a crash says so. SIGKILL, by which a system that runs out of memory ends processes, leaves no
// word of it: where somebody saw the engine die of that, the document is known only if it was the only one.
//
// What the slots say is not trusted. Throws StoreError.
Blamed blame(const store::ReadStore& store, commit::Retries& retries, const batch::Wiring& wiring, const Death& death,
             Logger& logger);

}  // namespace weir::run
