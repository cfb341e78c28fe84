// Holds calls back: those of stages that wait on something outside, where that bears only so many at a time, or so many
// in a time. Nodes may share one. Who comes first goes first, whatever it asks for.
//
// Threads: all methods may be called from any thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>

namespace weir::schedule {

// The time of day, by which windows are counted that outlive the process. Should not be set while it does; a clock that
// goes backwards makes a limiter wait longer, and never lets it be exceeded.
using Time = std::chrono::system_clock::time_point;
using Now = std::function<Time()>;

// The time of day as it was when this was called, and from there on as a clock that nobody can set.
Now steady_time_of_day();

// So many calls in each such time.
struct Rate {
  std::uint64_t calls = 1;
  std::chrono::nanoseconds per = std::chrono::seconds(1);
};

class CallLimiter {
 public:
  enum class Answer : std::uint8_t {
    taken,
    stopped,    // it would have to wait, and nobody waits any more
    exhausted,  // there is no more for longer than anybody waits
  };

  struct Snapshot {
    std::uint64_t limit = 0;          // at a time, or in the time of the rate
    std::uint64_t used = 0;           // of it: out now, or counted in the window that goes on
    std::uint64_t taken = 0;          // since the session began
    std::size_t waiting = 0;          // threads
    std::chrono::nanoseconds per{0};  // of a rate
    std::optional<Time> renews = {};  // of a window that goes on: when it ends
  };

  CallLimiter() = default;
  virtual ~CallLimiter() = default;
  CallLimiter(const CallLimiter&) = delete;
  CallLimiter& operator=(const CallLimiter&) = delete;

  // Waits its turn. `count` is at most what the limiter can ever give at once.
  virtual Answer take(std::uint64_t count) = 0;
  // After the call, for each that was taken. What is counted in a time does not come back.
  virtual void give_back(std::uint64_t count) noexcept = 0;
  // Ends the waiting where it may last; what need not wait goes on.
  virtual void stop() noexcept = 0;

  virtual Snapshot snapshot() const = 0;
};

}  // namespace weir::schedule
