#include "html/encoding.h"

#include <algorithm>

#include "html/bytes.h"
#include "html/charset_detector.h"
#include "html/declared_charset.h"
#include "html/utf8.h"

namespace weir::html {
namespace {

// How much of a page is searched for the escapes of encodings that write all characters in seven bits.
constexpr std::size_t kEscapeSearchBytes = std::size_t{16} << 10;

// As many ASCII characters in a row as make UTF-16 certain.
constexpr std::size_t kCertainUnits = 4;

enum class Utf8Content { ascii, beyond_ascii, invalid };

// A character that the window cuts off is no fault.
Utf8Content utf8_content(std::string_view beginning) {
  const char* const begin = beginning.data();
  const char* const end = begin + beginning.size();
  const char* at = find_beyond_ascii(begin, end);
  const Utf8Content content = at == end ? Utf8Content::ascii : Utf8Content::beyond_ascii;
  for (; at != end; at = find_beyond_ascii(at, end)) {
    const Utf8Character character = first_character({at, static_cast<std::size_t>(end - at)});
    if (character.status == Utf8Status::invalid) return Utf8Content::invalid;
    at += character.length;
  }
  return content;
}

// UTF-16 without a byte order mark: every other byte of the first characters is NUL.
const Charset* bare_utf16(std::string_view beginning) {
  if (beginning.size() < 2 * kCertainUnits) return nullptr;
  const auto zero_at = [&](std::size_t parity, bool zero) {
    for (std::size_t i = parity; i < 2 * kCertainUnits; i += 2) {
      if ((beginning[i] == '\0') != zero) return false;
    }
    return true;
  };
  if (zero_at(1, true) && zero_at(0, false)) return charset_of("utf-16le");
  return zero_at(0, true) && zero_at(1, false) ? charset_of("utf-16be") : nullptr;
}

// An encoding that writes all characters in seven bits, behind escapes.
const Charset* escaped_charset(std::string_view beginning) {
  if (beginning.substr(0, kEscapeSearchBytes).find('\x1B') == std::string_view::npos) return nullptr;
  const Charset* const detected = detected_charset(beginning);
  return detected != nullptr && detected->name.starts_with("ISO-2022") ? detected : nullptr;
}

const Charset& likely_charset(std::string_view beginning) {
  if (const Charset* const utf16 = bare_utf16(beginning)) return *utf16;
  const Utf8Content content = utf8_content(beginning);
  if (content == Utf8Content::beyond_ascii) return utf8_charset();
  const bool ascii = content == Utf8Content::ascii;
  const Charset* const likely = ascii ? escaped_charset(beginning) : detected_charset(beginning);
  if (likely != nullptr) return *likely;
  return ascii ? utf8_charset() : windows_1252_charset();
}

}  // namespace

PageEncoding encoding_of(std::string_view beginning) {
  if (beginning.starts_with("\xEF\xBB\xBF")) return {&utf8_charset(), 3};
  if (beginning.starts_with("\xFE\xFF")) return {charset_of("utf-16be"), 2};
  if (beginning.starts_with("\xFF\xFE")) return {charset_of("utf-16le"), 2};
  const Charset* const declared = declared_charset(beginning);
  if (declared == nullptr) return {&likely_charset(beginning)};
  if (declared == &windows_1252_charset() && utf8_content(beginning) == Utf8Content::beyond_ascii) {
    return {&utf8_charset()};
  }
  return {declared};
}

}  // namespace weir::html
