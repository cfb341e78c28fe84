// The bytes of a tag as a key: how long it is, where it may be remembered, and whether it is one that was.
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

inline constexpr std::size_t kTagLane = sizeof(__m128i);

// The bytes of a tag up to its first `>`, found and hashed at once, sixteen at a time.
class TagKey {
 public:
  // `length()` is 0 where no `>` comes within that many bytes, or where bytes behind it cannot be loaded.
  TagKey(const char* at, const char* end, std::size_t most_bytes) {
    const auto most = std::min(static_cast<std::size_t>(end - at), most_bytes);
    if (most < kTagLane) return;
    __m128i lane = load(at);
    std::uint32_t closing = closing_in(lane);
    while (closing == 0) {
      sum_ = turned(_mm_add_epi32(sum_, lane));
      whole_ += kTagLane;
      if (whole_ + kTagLane > most) return;
      lane = load(at + whole_);
      closing = closing_in(lane);
    }
    const auto last = static_cast<std::size_t>(std::countr_zero(closing));
    tail_ = _mm_and_si128(lane, load(kTailMasks + kTagLane - 1 - last));
    sum_ = _mm_add_epi32(sum_, tail_);
    length_ = whole_ + last + 1;
  }

  std::size_t length() const { return length_; }

  template <int kBits>
  std::size_t slot() const {
    const auto low = static_cast<std::uint64_t>(_mm_cvtsi128_si64(sum_));
    const auto high = static_cast<std::uint64_t>(_mm_cvtsi128_si64(_mm_unpackhi_epi64(sum_, sum_)));
    return (low ^ std::rotl(high, 29)) * 0x9E3779B97F4A7C15 >> (64 - kBits);
  }

  // Whether the tag of this key, which begins at `at`, is the one whose bytes are `known`.
  bool equals(const char* at, const char* known) const {
    __m128i different = _mm_xor_si128(tail_, load(known + whole_));
    for (std::size_t i = 0; i < whole_; i += kTagLane) {
      different = _mm_or_si128(different, _mm_xor_si128(load(at + i), load(known + i)));
    }
    return _mm_movemask_epi8(_mm_cmpeq_epi8(different, _mm_setzero_si128())) == 0xFFFF;
  }

 private:
  // Sixteen bytes from position 15 - n on keep the first n + 1 bytes of a lane.
  static constexpr char kTailMasks[2 * kTagLane] = {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1};

  static __m128i load(const char* at) { return _mm_loadu_si128(reinterpret_cast<const __m128i*>(at)); }

  static std::uint32_t closing_in(__m128i lane) {
    return static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(lane, _mm_set1_epi8('>'))));
  }

  // So that lanes which change places give another sum.
  static __m128i turned(__m128i sum) { return _mm_shuffle_epi32(sum, _MM_SHUFFLE(0, 3, 2, 1)); }

  std::size_t length_ = 0;
  std::size_t whole_ = 0;  // bytes before the last lane
  __m128i sum_{};
  __m128i tail_{};
};

#else

inline constexpr std::size_t kTagLane = 1;

// The same byte for byte.
class TagKey {
 public:
  TagKey(const char* at, const char* end, std::size_t most_bytes) {
    const auto most = std::min(static_cast<std::size_t>(end - at), most_bytes);
    const std::size_t closing = std::string_view(at, most).find('>');
    if (closing != std::string_view::npos) length_ = closing + 1;
    for (std::size_t i = 0; i < length_; ++i) hash_ = (hash_ ^ static_cast<unsigned char>(at[i])) * 0x100000001B3;
  }

  std::size_t length() const { return length_; }
  template <int kBits>
  std::size_t slot() const {
    return hash_ * 0x9E3779B97F4A7C15 >> (64 - kBits);
  }
  bool equals(const char* at, const char* known) const { return std::memcmp(at, known, length_) == 0; }

 private:
  std::size_t length_ = 0;
  std::uint64_t hash_ = 0;
};

#endif

}  // namespace weir::html
