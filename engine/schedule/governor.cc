#include "schedule/governor.h"

#include <weir/units.h>

namespace weir::schedule {
namespace {

// Of the budget. Between the two, what was decided before holds.
constexpr double kFull = 0.90;
constexpr double kRoomAgain = 0.85;
// Per cent of ten seconds.
constexpr double kPressed = 10.0;
constexpr double kRelieved = 5.0;
constexpr std::chrono::seconds kAfterRunningOut{10};

std::string tenths(double value) {
  const auto whole = static_cast<std::uint64_t>(value * 10.0 + 0.5);
  return std::to_string(whole / 10) + "." + std::to_string(whole % 10);
}

}  // namespace

bool Governor::full(const Reading& reading) const {
  const double share = state_ == State::full ? kRoomAgain : kFull;
  return static_cast<double>(reading.used) > share * static_cast<double>(limits_.budget);
}

bool Governor::pressed(const Reading& reading) {
  if (out_of_memory_ && reading.out_of_memory > *out_of_memory_) ran_out_ = reading.now;
  out_of_memory_ = reading.out_of_memory;
  if (ran_out_ && reading.now - *ran_out_ < kAfterRunningOut) return true;
  return reading.pressure > (state_ == State::pressed ? kRelieved : kPressed);
}

// A batch that asks for more than there ever was is its author's decision, and not kept from going by others.
Governor::State Governor::state_of(const Reading& reading) {
  const bool is_pressed = pressed(reading);
  if (reading.need > reading.available && reading.need <= limits_.usable) return State::taken;
  if (full(reading)) return State::full;
  return is_pressed ? State::pressed : State::open;
}

Ruling Governor::rule(const Reading& reading) {
  const State state = state_of(reading);
  Ruling ruling;
  if (state != State::open) ruling.gate = state == State::taken ? Gate::closed : Gate::alone;
  if (state != state_) {
    ruling.event = sentence(state, reading);
    ruling.give_back = state != State::open;
    state_ = state;
  }
  if (state != State::taken || reading.in_flight > 0) {
    nothing_moves_since_.reset();
  } else if (!nothing_moves_since_) {
    nothing_moves_since_ = reading.now;
  }
  if (nothing_moves_since_ && reading.now - *nothing_moves_since_ >= limits_.patience) {
    ruling.give_up = true;
    ruling.event = "others hold the memory for longer than limiters.memory.patience: the next batch needs " +
                   format_size(reading.need) + ", " + format_size(reading.available) + " are available";
  }
  return ruling;
}

std::string Governor::sentence(State state, const Reading& reading) const {
  const std::string figures = format_size(reading.used) + " of " + format_size(limits_.budget) + " used, " +
                              std::to_string(reading.in_flight) + " batches in flight";
  switch (state) {
    case State::open:
      return "memory: batches are let in again: " + figures;
    case State::full:
      return "memory: above 90 % of the budget, batches go one at a time: " + figures;
    case State::pressed:
      return "memory: the system is short of it, batches go one at a time: " + figures + ", all work stood still for " +
             tenths(reading.pressure) + " % of ten seconds, ran out " + std::to_string(reading.out_of_memory) +
             " times";
    case State::taken:
      return "memory: others hold it, no batch is let in: the next needs " + format_size(reading.need) + ", " +
             format_size(reading.available) + " are available, " + figures;
  }
  return {};
}

}  // namespace weir::schedule
