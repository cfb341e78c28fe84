// What batches of similar size turned out to need: an upper line through what was measured, memory against size.
//
// The line is fitted to the last kWindow batches so that it errs by the same share at every size, and is then raised
// until it lies above all of them but the 1 in 256 that stand out most, and by a margin that shrinks as more are known.
// Between the smallest and the largest batch seen, the line holds. Below the smallest it stays level, and above the
// largest it grows at least in proportion: what was never seen is not promised to be cheap.
//
// Threads: not guarded; its owner has the lock.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>

namespace weir::schedule {

// What one batch took, in bytes and nanoseconds.
struct Sample {
  std::uint64_t size = 0;      // bytes of its documents
  std::uint64_t used = 0;      // peak of its memory
  std::uint64_t reserved = 0;  // tokens that it held
  bool learned = false;        // they were asked for by a model, not by the stages' declarations
  std::uint64_t cpu_ns = 0;
  std::uint64_t wall_ns = 0;
  std::uint64_t written = 0;  // bytes that its sinks made

  bool operator==(const Sample&) const = default;
};

class LearnedNeed {
 public:
  // So many batches are remembered, and so many must be known before the line is trusted more than a declaration.
  static constexpr std::size_t kWindow = 512;
  static constexpr std::size_t kLearned = 50;

  void add(const Sample& sample);
  bool learned() const { return samples_.size() >= kLearned; }
  // Bytes; only once it has learned.
  std::uint64_t bytes(std::uint64_t size) const;

  // The last ones, oldest first.
  const std::deque<Sample>& samples() const { return samples_; }

 private:
  void fit();
  void fit_line();
  double line(double size) const;
  double raised_over_most() const;

  std::deque<Sample> samples_;
  std::size_t unfitted_ = 0;  // samples since the last fit
  double fixed_ = 0.0;
  double per_byte_ = 0.0;
  double raise_ = 1.0;
  double smallest_ = 0.0;
  double largest_ = 0.0;
};

}  // namespace weir::schedule
