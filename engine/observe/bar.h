// A bar of a given width, filled to a share: ━━━━╸━━━ with colour, ━━━━╸─── without.
#pragma once

#include <cstddef>
#include <string>

namespace weir::observe {

std::string bar(double share, std::size_t width, bool colour);

}  // namespace weir::observe
