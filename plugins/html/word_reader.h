// Divides text into words and white space, and converts it to UTF-8. Text may come in parts that end anywhere, even
// inside of a character.
//
// The sink is a plain class:
//   void words(std::string_view bytes, std::uint64_t offset);   // as in the source, inner single spaces included
//   void rewritten(std::string_view utf8, std::uint64_t offset, std::uint64_t length);
//   void space(std::string_view utf8, std::uint64_t offset, std::uint64_t length);   // " " or a no-break space
#pragma once

#include <bit>
#include <cstdint>
#include <string>
#include <string_view>

#include "html/bytes.h"
#include "html/character_reference.h"
#include "html/utf8.h"

namespace weir::html {

enum class Encoding : std::uint8_t {
  utf8,  // a byte that is not part of UTF-8 is read as windows-1252
  windows_1252
};

inline constexpr std::string_view kNoBreakSpace = "\xC2\xA0";

class WordReader {
 public:
  explicit WordReader(Encoding encoding) : encoding_(encoding) {}

  template <class Sink>
  void read(std::string_view bytes, std::uint64_t offset, Sink& sink) {
    if (carried_size_ != 0) complete(bytes, offset, sink);
    const char* at = bytes.data();
    const char* const end = at + bytes.size();
    while (at != end) {
      const std::uint64_t here = offset + static_cast<std::uint64_t>(at - bytes.data());
      if (is_space(*at)) {
        at = space(at, end, here, sink);
      } else if (*at == '\0') {
        ++at;  // as browsers do, outside of attributes
      } else if (static_cast<unsigned char>(*at) < 0x80) {
        at = words(at, end, here, sink);
      } else {
        at = beyond_ascii(at, end, here, sink);
      }
    }
  }

  // The same for what a reference stands for.
  template <class Sink>
  void decoded(std::string_view utf8, std::uint64_t offset, std::uint64_t length, Sink& sink) {
    flush(sink);
    if (utf8 == kNoBreakSpace || (utf8.size() == 1 && is_space(utf8[0]))) {
      sink.space(utf8 == kNoBreakSpace ? utf8 : " ", offset, length);
    } else {
      sink.rewritten(utf8, offset, length);
    }
  }

  // What was held over is not continued: a tag, a reference or the end follows.
  template <class Sink>
  void flush(Sink& sink) {
    if (carried_size_ == 0) return;
    for (std::size_t i = 0; i < carried_size_; ++i) stray_byte(carried_[i], carried_offset_ + i, sink);
    carried_size_ = 0;
  }

 private:
  template <class Sink>
  static const char* space(const char* at, const char* end, std::uint64_t offset, Sink& sink) {
    const char* stop = at + 1;
    while (stop != end && is_space(*stop)) ++stop;
    sink.space(" ", offset, static_cast<std::uint64_t>(stop - at));
    return stop;
  }

  template <class Sink>
  static const char* words(const char* at, const char* end, std::uint64_t offset, Sink& sink) {
    const char* stop = end_of_words(at, end);
    if (stop[-1] == ' ') --stop;
    sink.words({at, static_cast<std::size_t>(stop - at)}, offset);
    return stop;
  }

  // From a byte that is no white space: up to the next that is more than a single space, NUL, or not ASCII.
  static const char* end_of_words(const char* at, const char* end) {
#if defined(__SSE2__)
    const __m128i blank = _mm_set1_epi8(' ');
    for (; end - at >= 17; at += 16) {
      const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
      const __m128i next = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at + 1));
      // As signed bytes, what is not ASCII is negative, so that it is found with the control characters.
      const __m128i control = _mm_cmplt_epi8(block, blank);
      const __m128i two = _mm_and_si128(_mm_cmpeq_epi8(block, blank), _mm_cmpeq_epi8(next, blank));
      const auto mask = static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_or_si128(control, two)));
      if (mask == 0) continue;
      at += std::countr_zero(mask);
      if (is_space(*at) || *at == '\0' || static_cast<unsigned char>(*at) >= 0x80) return at;
      break;  // some other control character: byte for byte to the end
    }
#endif
    for (; at != end; ++at) {
      if (*at == '\0' || static_cast<unsigned char>(*at) >= 0x80) return at;
      if (is_space(*at) && (*at != ' ' || at + 1 == end || is_space(at[1]))) return at;
    }
    return at;
  }

  template <class Sink>
  const char* beyond_ascii(const char* at, const char* end, std::uint64_t offset, Sink& sink) {
    const std::string_view rest(at, static_cast<std::size_t>(end - at));
    const Utf8Character character =
        encoding_ == Encoding::utf8 ? first_character(rest) : Utf8Character{Utf8Status::invalid, 1};
    if (character.status == Utf8Status::unfinished) {
      carried_offset_ = offset;
      carried_size_ = rest.copy(carried_, sizeof carried_);
      return end;
    }
    if (character.status == Utf8Status::valid) {
      whole_character(rest.substr(0, character.length), offset, sink);
    } else {
      stray_byte(*at, offset, sink);
    }
    return at + character.length;
  }

  // Goes on with a character whose beginning was held over.
  template <class Sink>
  void complete(std::string_view& bytes, std::uint64_t& offset, Sink& sink) {
    if (offset != carried_offset_ + carried_size_) return flush(sink);
    while (!bytes.empty()) {
      carried_[carried_size_] = bytes.front();
      const Utf8Character character = first_character({carried_, carried_size_ + 1});
      if (character.status == Utf8Status::invalid) return flush(sink);
      ++carried_size_;
      bytes.remove_prefix(1);
      ++offset;
      if (character.status == Utf8Status::unfinished) continue;
      whole_character({carried_, carried_size_}, carried_offset_, sink);
      carried_size_ = 0;
      return;
    }
  }

  template <class Sink>
  static void whole_character(std::string_view character, std::uint64_t offset, Sink& sink) {
    if (character == kNoBreakSpace) {
      sink.space(kNoBreakSpace, offset, character.size());
    } else {
      sink.words(character, offset);
    }
  }

  template <class Sink>
  void stray_byte(char byte, std::uint64_t offset, Sink& sink) {
    if (byte == '\xA0') return sink.space(kNoBreakSpace, offset, 1);
    decoded_.clear();
    append_utf8(windows_1252(static_cast<unsigned char>(byte)), decoded_);
    sink.rewritten(decoded_, offset, 1);
  }

  Encoding encoding_;
  char carried_[4] = {};
  std::size_t carried_size_ = 0;
  std::uint64_t carried_offset_ = 0;
  std::string decoded_;
};

}  // namespace weir::html
