// What a page says about its own encoding, found before any of it is read: the HTML standard's "prescan a byte stream
// to determine its encoding" (section 13.2.3.2).
#pragma once

#include <string_view>

#include "html/charset.h"

namespace weir::html {

// The encoding that `<meta charset>`, `<meta http-equiv=content-type>` or, behind these, an XML declaration names; null
// where none does. A page that can be asked in ASCII is not in UTF-16, so that means UTF-8. Looks at the first
// kPrescanBytes of `beginning`, as the standard does, and on to where the head of the page ends, as browsers do.
const Charset* declared_charset(std::string_view beginning);

inline constexpr std::size_t kPrescanBytes = 1024;

}  // namespace weir::html
