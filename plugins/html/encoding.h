// Which encoding a page is in.
#pragma once

#include <cstddef>
#include <string_view>

#include "html/word_reader.h"

namespace weir::html {

// Judges by the beginning of the page: UTF-8 where it is valid as such, else windows-1252.
Encoding encoding_of(std::string_view beginning);

// The length of the byte order mark of UTF-8 that begins the page, 0 where there is none.
std::size_t byte_order_mark(std::string_view beginning);

// Whether a byte order mark says that the page is in UTF-16, which is not read.
bool is_utf16(std::string_view beginning);

}  // namespace weir::html
