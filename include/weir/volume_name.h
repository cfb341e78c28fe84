// Names of the volumes of a sink whose output is divided: a pattern with {volume}, which stands for the number of the
// volume, from 1 on, in five digits or as many as it takes.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

namespace weir {

inline constexpr std::string_view kVolumeField = "{volume}";
inline constexpr std::size_t kVolumeDigits = 5;

inline bool has_volume_field(std::string_view name) { return name.find(kVolumeField) != std::string_view::npos; }

// "segments-{volume}.jsonl.zst" of "segments.jsonl.zst"; what has the field stays as it is.
inline std::string volume_pattern(std::string_view name) {
  if (has_volume_field(name)) return std::string(name);
  const std::size_t slash = name.rfind('/');
  const std::size_t first = slash == std::string_view::npos ? 0 : slash + 1;
  std::string_view stem = name.substr(0, name.size() - (name.ends_with(".zst") ? 4 : 0));
  const std::size_t dot = stem.rfind('.');
  if (dot != std::string_view::npos && dot > first) stem = stem.substr(0, dot);
  if (stem.size() == first) stem = name;
  return std::string(stem).append("-").append(kVolumeField).append(name.substr(stem.size()));
}

// The name of a volume, whose number counts from 0; the pattern itself where it is none.
inline std::string volume_name(std::string_view pattern, std::uint64_t number) {
  const std::size_t field = pattern.find(kVolumeField);
  if (field == std::string_view::npos) return std::string(pattern);
  std::string digits = std::to_string(number + 1);
  digits.insert(0, kVolumeDigits - std::min(kVolumeDigits, digits.size()), '0');
  return std::string(pattern.substr(0, field)).append(digits).append(pattern.substr(field + kVolumeField.size()));
}

// Whether some volume has that name, or where the pattern is none, it is the name.
inline bool is_volume_name(std::string_view pattern, std::string_view name) {
  const std::size_t field = pattern.find(kVolumeField);
  if (field == std::string_view::npos) return name == pattern;
  const std::string_view begin = pattern.substr(0, field), end = pattern.substr(field + kVolumeField.size());
  if (name.size() < begin.size() + kVolumeDigits + end.size() || !name.starts_with(begin) || !name.ends_with(end)) {
    return false;
  }
  const std::string_view digits = name.substr(begin.size(), name.size() - begin.size() - end.size());
  const bool number = std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
  return number && (digits.size() == kVolumeDigits || digits.front() != '0');
}

}  // namespace weir
