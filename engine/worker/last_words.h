// The last that a worker wrote to its standard error, as far as it is kept, and made fit to be shown.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace weir::worker {

inline constexpr std::size_t kLastWords = 4096;  // bytes

// Lines of UTF-8, no longer than the bytes. `?` stands for control characters but line breaks and tabs, by which
// terminals could be told what nobody asked for, and for what is no UTF-8; a character whose beginning was cut off is
// left out, and so is white space at the end.
std::string as_lines(std::string_view bytes);

}  // namespace weir::worker
