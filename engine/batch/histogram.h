// Durations by their logarithm: four buckets for each doubling, so that a quantile is within an eighth of the truth.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>

namespace weir::batch {

class Histogram {
 public:
  void add(std::uint64_t nanoseconds) { ++counts_[bucket(nanoseconds)]; }
  void add(const Histogram& other) {
    for (std::size_t i = 0; i < counts_.size(); ++i) counts_[i] += other.counts_[i];
  }

  // By bucket, to be sent to another process.
  static constexpr std::size_t kBuckets = 252;
  const std::array<std::uint64_t, kBuckets>& counts() const { return counts_; }
  void add_to_bucket(std::size_t bucket, std::uint64_t count) { counts_[bucket] += count; }

  std::uint64_t count() const {
    std::uint64_t sum = 0;
    for (const std::uint64_t count : counts_) sum += count;
    return sum;
  }

  // The duration below which a share (0 to 1) of all lies, in nanoseconds: the middle of its bucket. 0 where there are
  // none.
  std::uint64_t quantile(double share) const {
    const std::uint64_t all = count();
    if (all == 0) return 0;
    const std::uint64_t rank = std::min(static_cast<std::uint64_t>(share * static_cast<double>(all)), all - 1);
    std::size_t i = 0;
    for (std::uint64_t below = counts_[0]; below <= rank; below += counts_[i]) ++i;
    return middle(i);
  }

 private:
  static std::size_t bucket(std::uint64_t value) {
    if (value < 4) return static_cast<std::size_t>(value);
    const auto exponent = static_cast<unsigned>(std::bit_width(value)) - 1;
    return exponent * 4 - 4 + (value >> (exponent - 2) & 3);
  }
  static std::uint64_t middle(std::size_t bucket) {
    if (bucket < 4) return bucket;
    const std::size_t width_bits = bucket / 4 - 1;
    const std::uint64_t lowest = (4 + bucket % 4) << width_bits;
    return lowest + (std::uint64_t{1} << width_bits) / 2;
  }

  std::array<std::uint64_t, kBuckets> counts_{};
};

}  // namespace weir::batch
