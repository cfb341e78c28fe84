#include "schedule/outlook.h"

#include <algorithm>
#include <cstdlib>
#include <limits>

namespace weir::schedule {
namespace {

// So that what has no bytes counts for something.
double weight(std::uint64_t size) { return static_cast<double>(size) + 1.0; }

double used_by_nine_in_ten(std::span<const Sample> samples) {
  std::vector<double> used;
  used.reserve(samples.size());
  for (const Sample& sample : samples) used.push_back(static_cast<double>(sample.used) / weight(sample.size));
  const auto at = used.begin() + static_cast<std::ptrdiff_t>(used.size() * 9 / 10);
  std::nth_element(used.begin(), at, used.end());
  return *at;
}

// Sizes count first; batches of one document and of several take as much for a byte, more or less.
int distance(SizeClass a, SizeClass b) {
  return 2 * std::abs(static_cast<int>(a.number) - static_cast<int>(b.number)) + (a.several == b.several ? 0 : 1);
}

std::uint64_t times(double rate, std::uint64_t size) { return static_cast<std::uint64_t>(rate * weight(size)); }

}  // namespace

void Outlook::learn(const std::string& source, SizeClass size, std::span<const Sample> samples) {
  if (samples.empty()) return;
  double bytes = 0.0;
  Rates rates;
  for (const Sample& sample : samples) {
    bytes += weight(sample.size);
    rates.busy_ns += static_cast<double>(sample.wall_ns);
    rates.written += static_cast<double>(sample.written);
  }
  rates.busy_ns /= bytes;
  rates.written /= bytes;
  rates.used = used_by_nine_in_ten(samples);
  sources_[source][size] = rates;
}

std::optional<Expected> Outlook::of(std::string_view source, std::uint64_t size, std::uint64_t documents) const {
  const auto known = sources_.find(source);
  if (known == sources_.end()) return std::nullopt;
  const SizeClass own = SizeClass::of(size, documents);
  const auto nearest =
      std::min_element(known->second.begin(), known->second.end(),
                       [own](const auto& a, const auto& b) { return distance(a.first, own) < distance(b.first, own); });
  const Rates& rates = nearest->second;
  return Expected{times(rates.busy_ns, size), times(rates.used, size), times(rates.written, size),
                  nearest->first == own};
}

}  // namespace weir::schedule
