// Finds what was left of HTML or SGML in a text.
#pragma once

#include <string_view>

namespace weir::quality {

// The first tag, comment or character reference: `<p>`, `</TABLE>`, `<!--`, `&nbsp;`, `&#8217;`. Empty where there is
// none. Signs that only look so are left alone: `a < b`, `AT&T;`, `<name@example.com>`.
std::string_view find_markup(std::string_view text);

}  // namespace weir::quality
