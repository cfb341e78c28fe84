// Durations by their logarithm: four buckets for each doubling, so that a quantile is within a tenth of the truth.
#pragma once

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

  std::uint64_t count() const {
    std::uint64_t sum = 0;
    for (const std::uint64_t count : counts_) sum += count;
    return sum;
  }

  // The duration below which a share of all lies, in nanoseconds: the middle of its bucket. 0 where there are none.
  std::uint64_t quantile(double share) const {
    const auto rank = static_cast<std::uint64_t>(share * static_cast<double>(count()));
    std::uint64_t below = 0;
    for (std::size_t i = 0; i < counts_.size(); ++i) {
      below += counts_[i];
      if (below > rank) return (lowest(i) + lowest(i + 1)) / 2;
    }
    return 0;
  }

 private:
  static constexpr std::size_t kBuckets = 256;

  static std::size_t bucket(std::uint64_t value) {
    if (value < 4) return static_cast<std::size_t>(value);
    const auto exponent = static_cast<unsigned>(std::bit_width(value)) - 1;
    return exponent * 4 - 4 + (value >> (exponent - 2) & 3);
  }
  static std::uint64_t lowest(std::size_t bucket) {
    if (bucket < 4) return bucket;
    const std::size_t exponent = (bucket + 4) / 4;
    return (4 + bucket % 4) << (exponent - 2);
  }

  std::array<std::uint64_t, kBuckets> counts_{};
};

}  // namespace weir::batch
