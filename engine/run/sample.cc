#include "run/sample.h"

#include <algorithm>
#include <array>
#include <numeric>

#include "schedule/size_class.h"

namespace weir::run {
namespace {

struct Stratum {
  std::vector<std::size_t> documents;  // by size, then by their place in the listing
  double bytes = 0.0;
  std::size_t given = 0;

  bool full() const { return given == documents.size(); }
  // Whoever has most for each that it was given already is next; who has none goes before all others.
  bool before(const Stratum& other) const {
    if (full() || other.full()) return !full() && other.full();
    if ((given == 0) != (other.given == 0)) return given == 0;
    return bytes / static_cast<double>(given + 1) > other.bytes / static_cast<double>(other.given + 1);
  }
};

using Strata = std::array<Stratum, schedule::SizeClass::kClasses>;

Strata strata_of(std::span<const std::uint64_t> sizes) {
  std::vector<std::size_t> by_size(sizes.size());
  std::iota(by_size.begin(), by_size.end(), std::size_t{0});
  std::stable_sort(by_size.begin(), by_size.end(), [&](std::size_t a, std::size_t b) { return sizes[a] < sizes[b]; });
  Strata strata;
  for (const std::size_t document : by_size) {
    Stratum& stratum = strata[schedule::SizeClass::of(sizes[document], 1).number];
    stratum.documents.push_back(document);
    stratum.bytes += static_cast<double>(sizes[document]);
  }
  return strata;
}

}  // namespace

std::vector<std::size_t> stratified_sample(std::span<const std::uint64_t> sizes, std::size_t count) {
  Strata strata = strata_of(sizes);
  for (std::size_t left = std::min(count, sizes.size()); left > 0; --left) {
    // From the largest on, so that few are those that matter most.
    const auto next = std::min_element(strata.rbegin(), strata.rend(),
                                       [](const Stratum& a, const Stratum& b) { return a.before(b); });
    ++next->given;
  }
  std::vector<std::size_t> sample;
  for (const Stratum& stratum : strata) {
    for (std::size_t i = 1; i <= stratum.given; ++i) {
      sample.push_back(stratum.documents[i * stratum.documents.size() / stratum.given - 1]);
    }
  }
  std::sort(sample.begin(), sample.end());
  return sample;
}

}  // namespace weir::run
