#include "html/encoding.h"

#include "html/bytes.h"
#include "html/utf8.h"

namespace weir::html {

Encoding encoding_of(std::string_view beginning) {
  const char* const end = beginning.data() + beginning.size();
  for (const char* at = beginning.data(); (at = find_beyond_ascii(at, end)) != end;) {
    const Utf8Character character = first_character({at, static_cast<std::size_t>(end - at)});
    if (character.status == Utf8Status::invalid) return Encoding::windows_1252;
    at += character.length;
  }
  return Encoding::utf8;
}

std::size_t byte_order_mark(std::string_view beginning) { return beginning.starts_with("\xEF\xBB\xBF") ? 3 : 0; }

bool is_utf16(std::string_view beginning) {
  return beginning.starts_with("\xFE\xFF") || beginning.starts_with("\xFF\xFE");
}

}  // namespace weir::html
