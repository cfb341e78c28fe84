// Sizes and durations as people write them: "64MiB", "20MB", "250ms", "10min".
#pragma once

#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace weir {

// A number of bytes; a parameter of this type is written "64MiB".
struct Size {
  std::uint64_t bytes = 0;
  bool operator==(const Size&) const = default;
};

// A parameter of this type is written "250ms".
using Duration = std::chrono::milliseconds;

namespace detail {

// Splits "1.5GiB" into 1.5 and "GiB"; spaces between are allowed.
inline std::optional<std::pair<double, std::string_view>> number_and_unit(std::string_view text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
  if (error != std::errc() || number < 0 || !std::isfinite(number)) return std::nullopt;
  std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
  while (!unit.empty() && unit.front() == ' ') unit.remove_prefix(1);
  return std::pair(number, unit);
}

}  // namespace detail

// Decimal units (kB, MB, GB, TB) and binary ones (KiB, MiB, GiB, TiB); "B" for bytes. Null for anything else.
inline std::optional<std::uint64_t> parse_size(std::string_view text) {
  static constexpr std::array<std::pair<std::string_view, double>, 10> kUnits{{{"B", 1.0},
                                                                               {"kB", 1e3},
                                                                               {"KB", 1e3},
                                                                               {"MB", 1e6},
                                                                               {"GB", 1e9},
                                                                               {"TB", 1e12},
                                                                               {"KiB", 1024.0},
                                                                               {"MiB", 1048576.0},
                                                                               {"GiB", 1073741824.0},
                                                                               {"TiB", 1099511627776.0}}};
  const auto parts = detail::number_and_unit(text);
  if (!parts) return std::nullopt;
  for (const auto& [name, factor] : kUnits) {
    if (name == parts->second && parts->first * factor < 9e18) {
      return static_cast<std::uint64_t>(std::llround(parts->first * factor));
    }
  }
  return std::nullopt;
}

// ms, s, min, h, d. Null for anything else.
inline std::optional<Duration> parse_duration(std::string_view text) {
  static constexpr std::array<std::pair<std::string_view, double>, 5> kUnits{
      {{"ms", 1.0}, {"s", 1e3}, {"min", 6e4}, {"h", 3.6e6}, {"d", 8.64e7}}};
  const auto parts = detail::number_and_unit(text);
  if (!parts) return std::nullopt;
  for (const auto& [name, factor] : kUnits) {
    if (name == parts->second && parts->first * factor < 9e15) return Duration(std::llround(parts->first * factor));
  }
  return std::nullopt;
}

// As a person would write it in a graph file, exactly: "64MiB", "20MB", "812B".
inline std::string written_size(std::uint64_t bytes) {
  static constexpr std::array<std::pair<std::string_view, std::uint64_t>, 8> kUnits{{{"TiB", 1099511627776},
                                                                                     {"TB", 1000000000000},
                                                                                     {"GiB", 1073741824},
                                                                                     {"GB", 1000000000},
                                                                                     {"MiB", 1048576},
                                                                                     {"MB", 1000000},
                                                                                     {"KiB", 1024},
                                                                                     {"kB", 1000}}};
  for (const auto& [name, factor] : kUnits) {
    if (bytes != 0 && bytes % factor == 0) return std::to_string(bytes / factor) + std::string(name);
  }
  return std::to_string(bytes) + "B";
}

// The same for durations: "250ms", "10min".
inline std::string written_duration(Duration duration) {
  static constexpr std::array<std::pair<std::string_view, std::int64_t>, 4> kUnits{
      {{"d", 86400000}, {"h", 3600000}, {"min", 60000}, {"s", 1000}}};
  for (const auto& [name, factor] : kUnits) {
    const std::int64_t count = duration.count();
    if (count != 0 && count % factor == 0) return std::to_string(count / factor) + std::string(name);
  }
  return std::to_string(duration.count()) + "ms";
}

// "64 MiB", "1.5 GiB", "812 B": binary units, at most one decimal.
inline std::string format_size(std::uint64_t bytes) {
  static constexpr std::array<std::string_view, 5> kUnits{"B", "KiB", "MiB", "GiB", "TiB"};
  double value = static_cast<double>(bytes);
  std::size_t unit = 0;
  for (; value >= 1024.0 && unit + 1 < kUnits.size(); ++unit) value /= 1024.0;
  const double rounded = std::round(value * 10.0) / 10.0;
  std::array<char, 32> digits{};
  const bool whole = rounded == std::floor(rounded) || rounded >= 100.0;
  const auto [end, error] =
      std::to_chars(digits.data(), digits.data() + digits.size(), value, std::chars_format::fixed, whole ? 0 : 1);
  return std::string(digits.data(), error == std::errc() ? end : digits.data()) + " " + std::string(kUnits[unit]);
}

}  // namespace weir
