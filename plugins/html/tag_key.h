// Where a tag ends, a hash of its bytes, and whether it is one that was met before: without a loop for tags of up to 64
// bytes, as 86 % are, since what a processor cannot foresee costs more there than all that is computed.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace weir::html {

#if defined(__SSE2__)

// Four lanes of sixteen bytes, which overlap where a tag is shorter.
class TagLanes {
 public:
  static constexpr std::size_t kLane = sizeof(__m128i);
  static constexpr std::size_t kBytes = 4 * kLane;

  // All of a tag that is no longer than kBytes. Loads sixteen bytes of one that is shorter.
  TagLanes(const char* tag, std::size_t length) {
    // From position 16 - n on sixteen bytes that keep the first n of a lane.
    static constexpr char kKeep[2 * kLane] = {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1};
    const __m128i keep = load(kKeep + kLane - std::min(length, kLane));
    const std::size_t last = std::max(length, kLane) - kLane;
    lanes_[0] = _mm_and_si128(load(tag), keep);
    lanes_[1] = _mm_and_si128(load(tag + last / 3), keep);
    lanes_[2] = _mm_and_si128(load(tag + last * 2 / 3), keep);
    lanes_[3] = _mm_and_si128(load(tag + last), keep);
  }
  explicit TagLanes(const char* at) : TagLanes(at, kBytes) {}

  // How far behind the first byte the first `>` is, kBytes where there is none.
  std::size_t find_end() const {
    const __m128i end = _mm_set1_epi8('>');
    const auto found = [&](std::size_t i) {
      return std::uint64_t{static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(lanes_[i], end)))} << kLane * i;
    };
    return static_cast<std::size_t>(std::countr_zero(found(0) | found(1) | found(2) | found(3)));
  }

  std::uint64_t hash() const {
    const std::uint64_t low = low_half(lanes_[0]) * 0x9E3779B97F4A7C15 + low_half(lanes_[1]) * 0xFF51AFD7ED558CCD +
                              low_half(lanes_[2]) * 0xC4CEB9FE1A85EC53 + low_half(lanes_[3]) * 0xD6E8FEB86659FD93;
    const std::uint64_t high = high_half(lanes_[0]) * 0xA0761D6478BD642F + high_half(lanes_[1]) * 0xE7037ED1A0B428DB +
                               high_half(lanes_[2]) * 0x8EBC6AF09C88C6E3 + high_half(lanes_[3]) * 0x589965CC75374CC3;
    return (low ^ std::rotl(high, 29)) * 0x9E3779B97F4A7C15;
  }

  bool operator==(const TagLanes& other) const {
    const auto differs = [&](std::size_t i) { return _mm_xor_si128(lanes_[i], other.lanes_[i]); };
    const __m128i any = _mm_or_si128(_mm_or_si128(differs(0), differs(1)), _mm_or_si128(differs(2), differs(3)));
    return _mm_movemask_epi8(_mm_cmpeq_epi8(any, _mm_setzero_si128())) == 0xFFFF;
  }

 private:
  static __m128i load(const char* at) { return _mm_loadu_si128(reinterpret_cast<const __m128i*>(at)); }
  static std::uint64_t low_half(__m128i lane) { return static_cast<std::uint64_t>(_mm_cvtsi128_si64(lane)); }
  static std::uint64_t high_half(__m128i lane) { return low_half(_mm_unpackhi_epi64(lane, lane)); }

  __m128i lanes_[4];
};

// The length of the tag that begins at `at`, up to its first `>`; 0 where that does not come within `most` bytes.
inline std::size_t tag_length(const char* at, std::size_t most) {
  for (std::size_t i = 0; i + TagLanes::kBytes <= most; i += TagLanes::kBytes) {
    const std::size_t end = TagLanes(at + i).find_end();
    if (end != TagLanes::kBytes) return i + end + 1;
  }
  return 0;
}

inline std::uint64_t tag_hash(const char* tag, std::size_t length) {
  if (length <= TagLanes::kBytes) return TagLanes(tag, length).hash();
  std::uint64_t hash = 0;
  for (std::size_t i = 0; i < length; i += TagLanes::kBytes) {
    hash = std::rotl(hash, 19) + TagLanes(tag + std::min(i, length - TagLanes::kBytes)).hash();
  }
  return hash;
}

inline bool same_tag(const char* tag, const char* other, std::size_t length) {
  if (length <= TagLanes::kBytes) return TagLanes(tag, length) == TagLanes(other, length);
  return std::memcmp(tag, other, length) == 0;
}

#else

inline std::size_t tag_length(const char* at, std::size_t most) {
  const std::size_t end = std::string_view(at, most).find('>');
  return end == std::string_view::npos ? 0 : end + 1;
}

inline std::uint64_t tag_hash(const char* tag, std::size_t length) {
  std::uint64_t hash = 0;
  for (std::size_t i = 0; i < length; ++i) hash = (hash ^ static_cast<unsigned char>(tag[i])) * 0x100000001B3;
  return hash * 0x9E3779B97F4A7C15;
}

inline bool same_tag(const char* tag, const char* other, std::size_t length) {
  return std::memcmp(tag, other, length) == 0;
}

#endif

}  // namespace weir::html
