// The character encodings of the Encoding standard, by all the labels that pages name them with.
#pragma once

#include <string_view>

namespace weir::html {

struct Charset {
  std::string_view name;    // as the standard writes it
  const char* converter;    // ICU's name for it; null for what is read as it is, UTF-8 and windows-1252
  std::string_view labels;  // in lower case, with a space between them

  bool is_utf16() const { return name.starts_with("UTF-16"); }
};

const Charset& utf8_charset();
const Charset& windows_1252_charset();

// The encoding that a page means by a label, in any case and with white space around it; null where there is none.
const Charset* charset_of(std::string_view label);

}  // namespace weir::html
