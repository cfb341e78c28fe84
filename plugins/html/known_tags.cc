#include "html/known_tags.h"

#include <algorithm>
#include <bit>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace weir::html {
namespace {

#if defined(__SSE2__)

constexpr std::size_t kLane = sizeof(__m128i);

// The bytes of a tag up to its first `>`, found and hashed at once, sixteen at a time.
class TagKey {
 public:
  // `length()` is 0 where no `>` comes within kMaxBytes, or where bytes behind it cannot be loaded.
  TagKey(const char* at, const char* end) {
    const __m128i closing = _mm_set1_epi8('>');
    const auto most = std::min(static_cast<std::size_t>(end - at), KnownTags::kMaxBytes);
    for (std::size_t lane = 0; lane + kLane <= most; lane += kLane) {
      const __m128i bytes = load(at + lane);
      const auto found = static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, closing)));
      if (found == 0) {
        mix(bytes);
        continue;
      }
      const auto last = static_cast<std::size_t>(std::countr_zero(found));
      tail_ = _mm_and_si128(bytes, load(kTailMasks + kLane - 1 - last));
      mix(tail_);
      length_ = lane + last + 1;
      return;
    }
  }

  std::size_t length() const { return length_; }

  template <int kBits>
  std::size_t slot() const {
    return (low_ ^ std::rotl(high_, 29)) * 0x9E3779B97F4A7C15 >> (64 - kBits);
  }

  // Whether the tag of this key, which begins at `at`, is the one whose bytes are `known`.
  bool equals(const char* at, const char* known) const {
    const std::size_t whole = (length_ - 1) / kLane * kLane;
    __m128i different = _mm_xor_si128(tail_, load(known + whole));
    for (std::size_t i = 0; i < whole; i += kLane) {
      different = _mm_or_si128(different, _mm_xor_si128(load(at + i), load(known + i)));
    }
    return _mm_movemask_epi8(_mm_cmpeq_epi8(different, _mm_setzero_si128())) == 0xFFFF;
  }

 private:
  // Sixteen bytes from position 15 - n on keep the first n + 1 bytes of a lane.
  static constexpr char kTailMasks[2 * kLane] = {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1};

  static __m128i load(const char* at) { return _mm_loadu_si128(reinterpret_cast<const __m128i*>(at)); }

  void mix(__m128i bytes) {
    const auto low = static_cast<std::uint64_t>(_mm_cvtsi128_si64(bytes));
    const auto high = static_cast<std::uint64_t>(_mm_cvtsi128_si64(_mm_unpackhi_epi64(bytes, bytes)));
    low_ = std::rotl(low_ ^ low, 23) * 0xFF51AFD7ED558CCD;
    high_ = std::rotl(high_ ^ high, 31) * 0xC4CEB9FE1A85EC53;
  }

  std::size_t length_ = 0;
  std::uint64_t low_ = 0;
  std::uint64_t high_ = 0;
  __m128i tail_{};
};

#else

constexpr std::size_t kLane = 1;

// The same byte for byte.
class TagKey {
 public:
  TagKey(const char* at, const char* end) {
    const auto most = std::min(static_cast<std::size_t>(end - at), KnownTags::kMaxBytes);
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

}  // namespace

const KnownTags::Tag* KnownTags::find(const char* at, const char* end) {
  missed_bytes_ = {};
  const TagKey key(at, end);
  if (key.length() == 0) return nullptr;
  if (tags_ == nullptr) tags_ = std::make_unique<Tag[]>(std::size_t{1} << kSlotBits);
  Tag& tag = tags_[key.slot<kSlotBits>()];
  if (tag.length == key.length() && key.equals(at, tag.bytes)) {
    tag.asked_for = true;
    return &tag;
  }
  missed_ = &tag;
  missed_bytes_ = {at, key.length()};
  return nullptr;
}

void KnownTags::remember(std::string_view bytes, const TagMeaning& meaning) {
  // Other tags are those that a piece of the input ends in, and those whose first `>` stands in quotes.
  if (bytes.data() != missed_bytes_.data() || bytes.size() != missed_bytes_.size()) return;
  // Tags that stand on a page but once, as those with an `id` do, must not push out what stands there often.
  if (missed_->asked_for) {
    missed_->asked_for = false;
    return;
  }
  missed_->meaning = meaning;
  missed_->length = static_cast<std::uint8_t>(bytes.size());
  const std::size_t padded = (bytes.size() + kLane - 1) / kLane * kLane;
  std::memset(missed_->bytes + padded - kLane, 0, kLane);
  bytes.copy(missed_->bytes, bytes.size());
}

}  // namespace weir::html
