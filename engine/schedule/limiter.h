// The memory limiter: which batch is let in next, and when.
//
// A token is one byte of the memory budget. A batch asks once, for all that it will need, and gets all or nothing; what
// it got stands in a Grant, which returns exactly that when it is released or destroyed, and only once. So nothing is
// lost on any path, more than the budget is never out at any moment, and waiting holds nothing.
//
// The line is ordered by priority, then by the place in the listing. What stands first goes first; where it does not
// fit, one further back that fits may overtake it, but nobody is overtaken more than `max_overtakes` times: after that,
// everybody behind waits until it has gone. So a big batch is never starved by small ones. A request of a higher
// priority stands in front; that is its right, and no overtaking.
//
// Threads: all methods may be called from any thread. The callback runs outside of the lock, on whichever thread
// submitted or released last, one call at a time, in the order of admission. It may submit and release itself.
#pragma once

#include <chrono>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include <weir/listing.h>

namespace weir::schedule {

using weir::Priority;

struct Request {
  std::uint64_t id = 0;      // the batch's place in the listing; lower goes first
  std::uint64_t tokens = 0;  // bytes, for all of its way through the graph
  Priority priority = Priority::normal;

  bool operator==(const Request&) const = default;
};

// What the limiter answers a request. Refusals are values: the caller knows whose document it was, and what to say.
enum class Answer : std::uint8_t {
  accepted,   // admitted already, or it will be
  too_large,  // asks for more than the whole budget: it could never be admitted
  stopped,    // nothing is admitted any more
};

// Who is let in, where memory says otherwise than the tokens.
enum class Gate : std::uint8_t {
  open,    // whoever fits
  alone,   // one at a time: whoever fits while nothing is in flight
  closed,  // nobody
};

// How often a request may be overtaken unless the budget says otherwise: small batches use the room that a big one
// leaves for about as long as it takes to run a few hundred of them, then it is its turn.
inline constexpr std::uint32_t kMaxOvertakes = 64;

// How many places of the line are looked at for one that fits: bounds the time under the lock when many are waiting.
inline constexpr std::size_t kSight = 64;

struct Budget {
  std::uint64_t tokens = 0;                                             // bytes
  std::size_t max_in_flight = std::numeric_limits<std::size_t>::max();  // batches admitted and not yet released
  std::uint32_t max_overtakes = kMaxOvertakes;
};

class MemoryLimiter;

// The tokens of one admitted batch. The limiter must outlive it.
class Grant {
 public:
  Grant() = default;
  Grant(Grant&& other) noexcept;
  Grant& operator=(Grant&& other) noexcept;
  ~Grant() { release(); }

  // Gives the tokens back; a grant that holds none (released, moved from) does nothing. May call the limiter's
  // callback.
  void release() noexcept;

  bool holds() const { return limiter_ != nullptr; }
  const Request& request() const { return request_; }

 private:
  friend class MemoryLimiter;
  Grant(MemoryLimiter* limiter, const Request& request) : limiter_(limiter), request_(request) {}

  MemoryLimiter* limiter_ = nullptr;
  Request request_;
};

class MemoryLimiter {
 public:
  struct Waiting {
    Request request;
    std::uint32_t overtaken = 0;  // how often one from behind was admitted before it
  };

  struct Snapshot {
    std::uint64_t tokens = 0;  // the whole budget
    std::uint64_t free = 0;
    std::size_t in_flight = 0;
    std::size_t parked = 0;
    std::uint64_t admitted = 0;  // since the start
    double waiting = 0.0;        // share of the time since the start in which the first in line lacked tokens
    std::vector<Waiting> line;   // the first kSight that wait, in order
  };

  // `admit` receives each batch that is let in; it must not throw, nor block for long.
  MemoryLimiter(const Budget& budget, std::function<void(Grant)> admit);
  MemoryLimiter(const MemoryLimiter&) = delete;
  MemoryLimiter& operator=(const MemoryLimiter&) = delete;
  ~MemoryLimiter();

  Answer submit(const Request& request);

  // May call the callback.
  void set_gate(Gate gate);

  // Ends admission and hands back, in order, what was waiting. A callback that had begun may still be running on
  // another thread. Grants that are out stay valid.
  std::vector<Request> stop();

  Snapshot snapshot() const;

 private:
  friend class Grant;
  using Clock = std::chrono::steady_clock;
  using Place = std::pair<Priority, std::uint64_t>;  // priority, then listing order
  struct Parked {
    std::uint64_t tokens = 0;
    std::uint32_t overtaken = 0;
  };
  using Line = std::multimap<Place, Parked>;

  void give_back(std::uint64_t tokens) noexcept;
  void admit_what_fits(std::unique_lock<std::mutex> lock);
  std::optional<Request> take_next();
  Line::iterator first_that_fits();
  void note_whether_tokens_lack();

  const Budget budget_;
  const std::function<void(Grant)> admit_;
  const Clock::time_point start_ = Clock::now();

  mutable std::mutex mutex_;  // guards all below
  Line line_;
  std::uint64_t free_;
  std::size_t in_flight_ = 0;
  std::uint64_t admitted_ = 0;
  Gate gate_ = Gate::open;
  bool stopped_ = false;
  bool admitting_ = false;  // some thread is in admit_what_fits and will look again before it leaves
  std::optional<Clock::time_point> lacking_since_;
  Clock::duration lacked_{};
};

}  // namespace weir::schedule
