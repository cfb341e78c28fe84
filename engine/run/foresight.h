// What a session was expected to take, by what was known when it began, beside what it takes: shown at its end, and
// learned from by the next. It knows no batch by itself, so it is as small for a million as for one.
//
// Threads: not guarded; its owner has the lock.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "batch/batch.h"
#include "batch/node.h"
#include "schedule/cost_model.h"
#include "schedule/forecast.h"

namespace weir::run {

// Of a session, for what it has committed.
struct Prediction {
  std::uint64_t wall_ns = 0;
  std::uint64_t peak_bytes = 0;
};

class Foresight {
 public:
  // `footprint`: bytes that the process occupied before there were batches.
  Foresight(const schedule::CostModel& model, std::size_t threads, std::uint64_t tokens, std::uint64_t footprint);

  // It was committed, and ran in this session.
  void add(const batch::Wiring& wiring, const batch::Batch& batch);

  // Nothing where a batch was committed of a kind that was not known, or none at all.
  std::optional<Prediction> prediction() const;

  // What this session was, for the model to learn.
  schedule::Session session(std::uint64_t wall_ns, std::uint64_t peak_bytes) const;

 private:
  const schedule::Outlook outlook_;
  const schedule::Pace pace_;
  const std::uint64_t footprint_;
  bool all_known_ = true;
  schedule::Forecast expected_;
  schedule::Forecast real_;
};

}  // namespace weir::run
