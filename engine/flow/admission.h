// The way in: pulls batches a few ahead, lets each in when the limiter grants its tokens, and knows when the last token
// is back. Knows nothing of oneTBB, so that ThreadSanitizer can watch it.
//
// Every batch that was pulled is accounted for: it is parked, or it has started, or it was handed back by a stop. The
// tokens of a batch travel beside it as a pointer; dropping that gives them back, wherever it happens.
#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "batch/batch.h"
#include "flow/needs.h"
#include "schedule/limiter.h"

namespace weir::flow {

class Admission : public std::enable_shared_from_this<Admission> {
 public:
  // How many batches wait in line at most: enough to find one that fits beside a big one, and few in memory.
  static constexpr std::size_t kAhead = 4;

  struct Outlets {
    // The next batch, by priority; null where there is none now. Asked again when tokens have come back, since what
    // they stood for may be what a batch had to wait for; null while nothing is in flight means that there are no more.
    // One call at a time. What it throws ends admission and comes out of `rethrow`.
    std::function<std::unique_ptr<batch::Batch>()> next;
    // Takes a batch that was let in. `fits` is false for one that no budget of this size can hold: it holds no tokens,
    // and is not to be run.
    std::function<void(std::unique_ptr<batch::Batch>, std::shared_ptr<void> tokens, bool fits)> start;
    // Has somebody call `pull` soon. Called often; must not call it by itself.
    std::function<void()> pull_soon;
    // All tokens are back and no more will be asked for. Called once, as the last of all calls.
    std::function<void()> ended;
  };

  struct Books {
    std::uint64_t pulled = 0;
    std::uint64_t started = 0;
    std::uint64_t returned = 0;     // started batches whose tokens are back
    std::uint64_t handed_back = 0;  // pulled, but not started: the run was stopped
  };

  // `needs` must outlive it.
  Admission(const schedule::Budget& budget, const Needs& needs, Outlets outlets);

  // Pulls until enough are in line. One call at a time.
  void pull();
  // Ends admission: what is parked is handed back, what has started goes on. Callable from any thread, at any time.
  void stop();

  void set_gate(schedule::Gate gate) { limiter_.set_gate(gate); }

  // A batch by its largest document, with its tokens: asked for or held.
  struct Claim {
    std::uint64_t id = 0;
    std::string document;
    std::uint64_t tokens = 0;
  };
  struct Claims {
    std::vector<Claim> waiting;       // no order
    std::optional<Claim> holds_most;  // of those that were let in
  };
  Claims claims() const;

  Books books() const;
  schedule::MemoryLimiter::Snapshot limiter() const { return limiter_.snapshot(); }
  // Throws what `next` threw, if it did.
  void rethrow() const;

 private:
  class Tokens;
  struct Parked {
    std::unique_ptr<batch::Batch> batch;
    Need need;
    bool fits = true;
    std::string document;
  };

  bool wants_more() const;
  void pull_one();
  void note_none(std::uint64_t returned_before);
  void end_listing(std::exception_ptr error);
  void hand_back(std::uint64_t id);
  void start(schedule::Grant grant);
  void token_returned(std::uint64_t id);
  void tell_if_ended();

  const std::uint64_t budget_;
  const Needs& needs_;
  const Outlets outlets_;

  mutable std::mutex mutex_;                          // guards all below but the limiter, which guards itself
  std::unordered_map<std::uint64_t, Parked> parked_;  // by the number of their pull
  std::unordered_map<std::uint64_t, Claim> holding_;  // the same, of those that were let in
  Books books_;
  bool exhausted_ = false;
  bool dry_ = false;  // there is no next batch until tokens come back
  bool stopped_ = false;
  bool ended_ = false;
  std::exception_ptr error_;
  schedule::MemoryLimiter limiter_;
};

}  // namespace weir::flow
