// Strings as JSON writes them.
#pragma once

#include <string>
#include <string_view>

namespace weir::json {

// Appends `text` in quotes. The result is UTF-8 whatever the text is: bytes that are not become U+FFFD. Control
// characters are escaped, those behind U+007F and the line separators U+2028 and U+2029 too, since some readers of
// lines end a line there.
void append_quoted(std::string& json, std::string_view text);

}  // namespace weir::json
