#include "html/encoding.h"

#include "html/utf8.h"

namespace weir::html {

Encoding encoding_of(std::string_view beginning) {
  while (!beginning.empty()) {
    const Utf8Character character = first_character(beginning);
    if (character.status == Utf8Status::invalid) return Encoding::windows_1252;
    beginning.remove_prefix(character.length);
  }
  return Encoding::utf8;
}

}  // namespace weir::html
