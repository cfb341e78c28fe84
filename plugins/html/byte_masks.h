// Questions about 64 bytes at once: each answer has a bit for each byte, the lowest for the first.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace weir::html {

class ByteMasks {
 public:
  static constexpr std::size_t kBytes = 64;

  // Of the first 64 bytes of `text`; where it is shorter, the rest is NUL.
  explicit ByteMasks(std::string_view text) { text.copy(bytes_, kBytes); }

  std::uint64_t equal(char c) const { return between(c, c); }

  // The bytes from `lowest` to `highest`, both below 0x80.
  std::uint64_t between(char lowest, char highest) const {
#if defined(__SSE2__)
    const __m128i base = _mm_set1_epi8(lowest);
    const __m128i width = _mm_set1_epi8(static_cast<char>(highest - lowest));
    const auto lane = [&](std::size_t i) {
      const __m128i above = _mm_sub_epi8(_mm_load_si128(reinterpret_cast<const __m128i*>(bytes_ + i)), base);
      const __m128i inside = _mm_cmpeq_epi8(_mm_min_epu8(above, width), above);
      return std::uint64_t{static_cast<std::uint32_t>(_mm_movemask_epi8(inside))} << i;
    };
    return (lane(0) | lane(16)) | (lane(32) | lane(48));
#else
    std::uint64_t mask = 0;
    for (std::size_t i = 0; i < kBytes; ++i) {
      mask |= std::uint64_t{bytes_[i] >= lowest && bytes_[i] <= highest} << i;
    }
    return mask;
#endif
  }

 private:
  alignas(16) char bytes_[kBytes] = {};
};

// Whether `kLength` bits in a row are set.
template <int kLength>
constexpr bool has_run(std::uint64_t mask) {
  std::uint64_t run = mask;
  for (int i = 1; i < kLength; ++i) run &= mask >> i;
  return run != 0;
}

}  // namespace weir::html
