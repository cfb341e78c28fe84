#include "observe/numbers.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace weir::observe {
namespace {

template <typename... Arguments>
std::string formatted(const char* format, Arguments... arguments) {
  std::array<char, 64> text{};
  const int length = std::snprintf(text.data(), text.size(), format, arguments...);
  return std::string(text.data(), static_cast<std::size_t>(length));
}

}  // namespace

std::string with_commas(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3;) {
    at -= 3;
    digits.insert(at, 1, ',');
  }
  return digits;
}

std::string short_duration(double seconds) {
  const auto whole = static_cast<long long>(std::llround(std::max(seconds, 0.0)));
  if (whole < 60) return formatted("%llds", whole);
  if (whole < 3600) return formatted("%lldm%02llds", whole / 60, whole % 60);
  return formatted("%lldh%02lldm", whole / 3600, whole / 60 % 60);
}

std::string short_nanoseconds(std::uint64_t number) {
  const auto value = static_cast<double>(number);
  if (value < 1e3) return formatted("%.0f ns", value);
  if (value < 1e6) return formatted("%.0f us", value / 1e3);
  if (value < 1e9) return formatted("%.0f ms", value / 1e6);
  return formatted("%.1f s", value / 1e9);
}

std::string elapsed(double seconds) {
  constexpr double kShort = 10.0;
  return seconds < kShort ? short_nanoseconds(static_cast<std::uint64_t>(std::max(seconds, 0.0) * 1e9))
                          : short_duration(seconds);
}

std::string percent(double share) { return formatted("%.0f %%", share * 100.0); }

std::string megabytes_per_second(double bytes) { return formatted("%.1f MB/s", bytes / 1e6); }

std::string printable(const std::string& text) {
  std::string safe;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F) {
      safe += formatted("\\x%02x", static_cast<unsigned>(byte));
    } else {
      safe += c;
    }
  }
  return safe;
}

}  // namespace weir::observe
