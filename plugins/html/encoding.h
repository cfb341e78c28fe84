// Which encoding a page is in.
#pragma once

#include <string_view>

#include "html/word_reader.h"

namespace weir::html {

// Judges by the beginning of the page: UTF-8 where it is valid as such, else windows-1252.
Encoding encoding_of(std::string_view beginning);

}  // namespace weir::html
