// The check boxes of a cover page that say how large a filer is.
#pragma once

#include <string>
#include <string_view>

namespace weir::sec {

// The category that is ticked in "Large accelerated filer [X] Accelerated filer [ ] …", as inline XBRL names it
// ("Large Accelerated Filer"). Boxes may stand before or behind their labels and be ballot boxes, brackets, letters, or
// letters that a symbol font shows as boxes. Empty where it is not clear that exactly one is ticked.
std::string ticked_filer_category(std::string_view cover);

}  // namespace weir::sec
