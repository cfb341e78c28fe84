// Guesses the encoding of a page that does not say which it is in, and is not in UTF-8.
#pragma once

#include <string_view>

#include "html/charset.h"

namespace weir::html {

// Judges by how often letters follow one another in the languages of the world; `beginning` is the first window of the
// page. Null where nothing is likely enough. What it says depends on the bytes alone.
const Charset* detected_charset(std::string_view beginning);

}  // namespace weir::html
