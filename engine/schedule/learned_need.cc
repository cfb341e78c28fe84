#include "schedule/learned_need.h"

#include <algorithm>
#include <functional>
#include <vector>

namespace weir::schedule {
namespace {

constexpr std::size_t kFitEvery = 16;
constexpr std::size_t kOneStandsOutIn = 256;
// Added on top: 2 %, and with n samples 2 / n besides, since the highest of few is not high enough.
constexpr double kMargin = 0.02;
constexpr double kMarginOfFew = 2.0;
// Sizes that differ by less than this tell nothing of how memory grows with them.
constexpr double kSpread = 1.25;

double used_of(const Sample& sample) { return std::max(static_cast<double>(sample.used), 1.0); }

}  // namespace

void LearnedNeed::add(const Sample& sample) {
  const bool exceeds = learned() && sample.used > bytes(sample.size);
  samples_.push_back(sample);
  if (samples_.size() > kWindow) samples_.pop_front();
  ++unfitted_;
  if (exceeds || unfitted_ >= kFitEvery || samples_.size() == kLearned) fit();
}

std::uint64_t LearnedNeed::bytes(std::uint64_t size) const {
  const double clamped = std::clamp(static_cast<double>(size), smallest_, largest_);
  double need = line(clamped);
  if (static_cast<double>(size) > largest_ && largest_ > 0.0) {
    need = std::max(line(static_cast<double>(size)), need * static_cast<double>(size) / largest_);
  }
  return static_cast<std::uint64_t>(need * raise_);
}

void LearnedNeed::fit() {
  unfitted_ = 0;
  const auto [smallest, largest] = std::minmax_element(
      samples_.begin(), samples_.end(), [](const Sample& a, const Sample& b) { return a.size < b.size; });
  smallest_ = static_cast<double>(smallest->size);
  largest_ = static_cast<double>(largest->size);
  fit_line();
  raise_ = raised_over_most() * (1.0 + kMargin + kMarginOfFew / static_cast<double>(samples_.size()));
}

// Least squares of line(size) / used - 1. Neither part of the line may be negative.
void LearnedNeed::fit_line() {
  double xx = 0.0;
  double xy = 0.0;
  double yy = 0.0;
  double x = 0.0;
  double y = 0.0;
  for (const Sample& sample : samples_) {
    const double of_fixed = 1.0 / used_of(sample);
    const double of_size = static_cast<double>(sample.size) / used_of(sample);
    xx += of_fixed * of_fixed;
    xy += of_fixed * of_size;
    yy += of_size * of_size;
    x += of_fixed;
    y += of_size;
  }
  const double determinant = xx * yy - xy * xy;
  const bool spread = largest_ > kSpread * smallest_ && determinant > 0.0;
  fixed_ = spread ? (x * yy - y * xy) / determinant : 0.0;
  per_byte_ = spread ? (y * xx - x * xy) / determinant : 0.0;
  if (per_byte_ < 0.0 || yy == 0.0) {
    fixed_ = x / xx;
    per_byte_ = 0.0;
  } else if (fixed_ <= 0.0) {
    fixed_ = 0.0;
    per_byte_ = y / yy;
  }
}

double LearnedNeed::line(double size) const { return fixed_ + per_byte_ * size; }

double LearnedNeed::raised_over_most() const {
  std::vector<double> ratios;
  ratios.reserve(samples_.size());
  for (const Sample& sample : samples_) {
    ratios.push_back(used_of(sample) / std::max(line(static_cast<double>(sample.size)), 1.0));
  }
  const auto chosen = ratios.begin() + static_cast<std::ptrdiff_t>(ratios.size() / kOneStandsOutIn);
  std::nth_element(ratios.begin(), chosen, ratios.end(), std::greater<>());
  return *chosen;
}

}  // namespace weir::schedule
