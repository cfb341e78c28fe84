// The text of a page as Debian's libgumbo reads it, with a whole tree: the oracle of the stage `html`.
#pragma once

#include <string>
#include <string_view>

namespace weir::html {

// Without what is hidden, and without any white space.
std::string gumbo_text(const std::string& page);

// Takes white space and no-break spaces out.
std::string without_space(std::string_view text);

}  // namespace weir::html
