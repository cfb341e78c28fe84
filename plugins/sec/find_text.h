// Searches for a few fixed bytes in much text, sixteen places at a time.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace weir::sec {

// The first place of `wanted`, which is not empty, in `text` from `at` on; npos where there is none. A place is looked
// at only where the first byte of `wanted` and the last one are, so that a first byte that is everywhere costs nothing.
inline std::size_t find_text(std::string_view text, std::string_view wanted, std::size_t at = 0) {
#if defined(__SSE2__)
  const __m128i first = _mm_set1_epi8(wanted.front());
  const __m128i last = _mm_set1_epi8(wanted.back());
  const auto lane = [&](std::size_t from) {
    return _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + from));
  };
  for (; at + wanted.size() + 15 <= text.size(); at += 16) {
    const __m128i both =
        _mm_and_si128(_mm_cmpeq_epi8(lane(at), first), _mm_cmpeq_epi8(lane(at + wanted.size() - 1), last));
    for (auto mask = static_cast<std::uint32_t>(_mm_movemask_epi8(both)); mask != 0; mask &= mask - 1) {
      const std::size_t place = at + static_cast<std::size_t>(std::countr_zero(mask));
      if (std::memcmp(text.data() + place, wanted.data(), wanted.size()) == 0) return place;
    }
  }
#endif
  return text.find(wanted, at);
}

}  // namespace weir::sec
