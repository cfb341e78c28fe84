// How long many batches take together, and how much memory at once, from what each takes. No batch is simulated: the
// time is the longest of three that none can undercut (all work divided among the threads; the batch that takes
// longest; what all hold of the budget, for as long as they hold it), since the engine lets batches in as they fit and
// comes close to it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace weir::schedule {

// What a session takes besides the work of its nodes, as earlier ones of the graph have shown.
struct Pace {
  std::uint64_t sessions = 0;
  std::uint64_t foreseen_ns = 0;    // what the work of nodes alone asked for, over sessions long enough to tell
  std::uint64_t taken_ns = 0;       // what those took
  std::uint64_t beside_ns = 0;      // of a session: start, last commit, publication
  std::uint64_t memory_beside = 0;  // bytes: of the engine, at the session's peak, besides its footprint and batches

  bool operator==(const Pace&) const = default;
};

// What a session took, for Pace to learn from.
struct Session {
  std::uint64_t foreseen_ns = 0;  // Forecast::work_ns() of what its batches really took
  std::uint64_t taken_ns = 0;
  std::uint64_t memory_foreseen = 0;  // bytes: Forecast::used_at_once() of what they really took
  std::uint64_t memory_taken = 0;     // the footprint taken off
};

void learn(Pace& pace, const Session& session);

class Forecast {
 public:
  struct Batch {
    std::uint64_t busy_ns = 0;
    std::uint64_t used = 0;    // bytes of memory
    std::uint64_t tokens = 0;  // that it asks for
  };

  // What the time comes from. Where there is no more than a batch for each thread, that is never one of them.
  enum class Bound : std::uint8_t { processor, memory, one_batch };

  Forecast(std::size_t threads, std::uint64_t tokens) : threads_(threads), tokens_(tokens) {}

  void add(const Batch& batch);

  bool empty() const { return batches_ == 0; }
  std::uint64_t work_ns() const;
  Bound bound() const;
  // Of the batches that take most, as many as threads can run and tokens let in.
  std::uint64_t used_at_once() const;

  // The whole session.
  std::uint64_t wall_ns(const Pace& pace) const;
  std::uint64_t peak_bytes(const Pace& pace, std::uint64_t footprint) const;

 private:
  double shared_out_ns() const { return busy_ns_ / static_cast<double>(threads_); }
  double held_ns() const;

  std::size_t threads_;
  std::uint64_t tokens_;
  std::uint64_t batches_ = 0;
  double busy_ns_ = 0.0;
  double longest_ns_ = 0.0;
  double token_ns_ = 0.0;       // tokens times the time for which they are held
  std::vector<Batch> largest_;  // by `used`, as many as there are threads; a heap with the least on top
};

}  // namespace weir::schedule
