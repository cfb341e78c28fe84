// Decides, from what is measured ten times a second, whether batches may be let in: tokens are what batches are
// expected to take, and the governor looks at what is really taken, by weir and by others. Decides and says why; acts
// on nothing.
//
// Threads: one.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "schedule/limiter.h"

namespace weir::schedule {

// Sizes in bytes. Unreclaimable memory is anonymous and shared pages.
struct Reading {
  std::chrono::steady_clock::time_point now;
  std::uint64_t used = 0;  // unreclaimable memory of weir, beyond its fixed footprint
  std::uint64_t available =
      0;                      // that could still be had, as machine and control groups say; the largest number: unknown
  std::size_t in_flight = 0;  // batches
  std::uint64_t need = 0;     // of the batch that is next; 0 where none waits
  std::uint64_t out_of_memory = 0;  // how often the control group ran out, since it was made
  double pressure = 0.0;            // per cent of the last ten seconds in which all work stood still for memory
};

struct Ruling {
  Gate gate = Gate::open;
  bool give_back = false;  // the allocator is to give back what is free, now
  bool give_up = false;    // nothing can go on: others hold the memory, and did for longer than the patience
  std::string event;       // one sentence with its numbers, where the ruling is another than the one before
};

class Governor {
 public:
  struct Limits {
    std::uint64_t budget = 0;  // bytes that batches may take
    std::uint64_t usable = 0;  // what the process might use when the run began
    std::chrono::milliseconds patience{300'000};
  };

  explicit Governor(const Limits& limits) : limits_(limits) {}

  Ruling rule(const Reading& reading);

 private:
  enum class State { open, full, pressed, taken };

  State state_of(const Reading& reading);
  bool full(const Reading& reading) const;
  bool pressed(const Reading& reading);
  std::string sentence(State state, const Reading& reading) const;

  const Limits limits_;
  State state_ = State::open;
  std::optional<std::uint64_t> out_of_memory_;                                // at the last reading
  std::optional<std::chrono::steady_clock::time_point> ran_out_;              // when that last went up
  std::optional<std::chrono::steady_clock::time_point> nothing_moves_since_;  // nothing in flight, and memory taken
};

}  // namespace weir::schedule
