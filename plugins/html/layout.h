// Who laid out the lines of a page.
#pragma once

#include <cstdint>
#include <string_view>

namespace weir::html {

enum class Layout : std::uint8_t {
  markup,  // its elements, as a browser does
  by_hand  // its author, in lines of type: tags only mark pages and tables
};

// Judges by the beginning of a page: a page whose tags are few against its lines was laid out by hand, even where it
// stands inside of <html> and <body>.
Layout layout_of(std::string_view beginning);

}  // namespace weir::html
