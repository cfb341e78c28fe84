// The verdicts of a batch whose last sink has run: what became of each source document, and the counts that the books
// are kept by. A function of what each node recorded, in node order, so timing cannot show in it.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <weir/failure.h>

#include "batch/batch.h"

namespace weir::batch {

// A source document that is not plainly done.
struct NotDone {
  std::uint32_t position = 0;
  bool dead = false;                                    // otherwise filtered
  std::size_t node = 0;                                 // where
  FailureClass failure_class = FailureClass::rejected;  // of a dead one
  std::string reason;
  std::string message;
  std::optional<std::chrono::milliseconds> retry_after = {};  // as the failure asked for
  bool final = false;                                         // of a dead one: another attempt would end the same
  std::shared_ptr<const Ending> ending = nullptr;             // of the process beside this one that it cost
};

// A source document that failed and will run again: it leaves the batch, and the books of it.
struct RunAgain {
  NotDone failure;
  std::int64_t not_before_ms = 0;  // since 1970
};

// Drops of documents, whole or in part, by node and reason.
struct DropCount {
  std::size_t node = 0;
  std::string reason;
  std::uint64_t count = 0;
};

struct Settlement {
  std::uint64_t read = 0;  // read = done + filtered + dead
  std::uint64_t done = 0;
  std::uint64_t filtered = 0;
  std::uint64_t dead = 0;
  std::vector<NotDone> not_done;  // by position
  std::vector<RunAgain> again;    // by position; who commits the batch decides, and takes them out of `not_done`
  std::vector<DropCount> drops;   // by node, then by reason
};

// Settles a batch that was not abandoned. Source files that changed or vanished while the batch ran make their
// documents dead (transient, `source.changed` and `source.gone`).
Settlement settle(const Wiring& wiring, const Batch& batch);

}  // namespace weir::batch
