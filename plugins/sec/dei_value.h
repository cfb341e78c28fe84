// From the printed form of an inline-XBRL fact to its value, as its `format` attribute prescribes.
#pragma once

#include <string>
#include <string_view>

namespace weir::sec {

// `format` without its prefix, such as "date-monthname-day-year-en"; empty where the fact has none. `scale` is the
// power of ten of a number. What no rule knows stays as it is printed.
std::string dei_value(std::string_view printed, std::string_view format, int scale, bool is_negative);

}  // namespace weir::sec
