// What a `style` attribute says about how text looks. Only the few properties that matter to a reader are read; the
// rest of CSS is left out.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "html/look.h"

namespace weir::html {

// Reads declarations such as `font-weight:700; text-align:center` into `change`.
void read_style(std::string_view declarations, LookChange& change);

// A font size such as `10.5pt`, `120%` or `smaller`; `change` stays as it is where it is none.
void read_font_size(std::string_view value, LookChange& change);

// Remembers what styles mean, since a page repeats a few of them many thousand times. Of bounded size.
class StyleCache {
 public:
  const LookChange& read(std::string_view declarations);

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };
  std::unordered_map<std::string, LookChange, Hash, std::equal_to<>> known_;
  LookChange uncached_;
};

}  // namespace weir::html
