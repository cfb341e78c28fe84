// What the HTML standard asks about single bytes, and searches that look at sixteen bytes at a time. Input is read as
// ASCII-compatible bytes: markup is ASCII, and every other byte is text that only the text builder interprets.
#pragma once

#include <bit>
#include <cstdint>
#include <string_view>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace weir::html {

// Tab, line feed, form feed, carriage return and space. The standard turns carriage returns into line feeds before it
// looks; here the bytes stay as they are, so carriage returns are in the set.
constexpr bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f'; }

constexpr bool is_alpha(char c) { return static_cast<unsigned char>((c | 0x20) - 'a') < 26; }

constexpr bool is_digit(char c) { return static_cast<unsigned char>(c - '0') < 10; }

constexpr bool is_alphanumeric(char c) { return is_alpha(c) || is_digit(c); }

constexpr char to_lower(char c) { return static_cast<unsigned char>(c - 'A') < 26 ? static_cast<char>(c | 0x20) : c; }

// Whether `written`, in any case, is `lower`, which must be in lower case.
constexpr bool equals_lower(std::string_view written, std::string_view lower) {
  if (written.size() != lower.size()) return false;
  for (std::size_t i = 0; i < written.size(); ++i) {
    if (to_lower(written[i]) != lower[i]) return false;
  }
  return true;
}

// Returns the first of [begin, end) that is one of the bytes, else end.
template <char... kBytes>
const char* find_any(const char* begin, const char* end) {
#if defined(__SSE2__)
  for (; end - begin >= 16; begin += 16) {
    const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(begin));
    __m128i hit = _mm_setzero_si128();
    ((hit = _mm_or_si128(hit, _mm_cmpeq_epi8(block, _mm_set1_epi8(kBytes)))), ...);
    const auto mask = static_cast<std::uint32_t>(_mm_movemask_epi8(hit));
    if (mask != 0) return begin + std::countr_zero(mask);
  }
#endif
  while (begin != end && ((*begin != kBytes) && ...)) ++begin;
  return begin;
}

// Returns the first byte of [begin, end) that is not ASCII, else end.
inline const char* find_beyond_ascii(const char* begin, const char* end) {
#if defined(__SSE2__)
  for (; end - begin >= 16; begin += 16) {
    const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(begin));
    const auto mask = static_cast<std::uint32_t>(_mm_movemask_epi8(block));
    if (mask != 0) return begin + std::countr_zero(mask);
  }
#endif
  while (begin != end && static_cast<unsigned char>(*begin) < 0x80) ++begin;
  return begin;
}

inline std::uint64_t count_byte(char byte, std::string_view text) {
  std::uint64_t count = 0;
#if defined(__SSE2__)
  const __m128i wanted = _mm_set1_epi8(byte);
  __m128i sums = _mm_setzero_si128();
  for (; text.size() >= 16; text.remove_prefix(16)) {
    const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data()));
    const __m128i ones = _mm_and_si128(_mm_cmpeq_epi8(block, wanted), _mm_set1_epi8(1));
    sums = _mm_add_epi64(sums, _mm_sad_epu8(ones, _mm_setzero_si128()));
  }
  count += static_cast<std::uint64_t>(_mm_cvtsi128_si64(sums));
  count += static_cast<std::uint64_t>(_mm_cvtsi128_si64(_mm_unpackhi_epi64(sums, sums)));
#endif
  for (const char c : text) count += c == byte ? 1 : 0;
  return count;
}

}  // namespace weir::html
