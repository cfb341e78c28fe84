#include "observe/bar.h"

#include <algorithm>

namespace weir::observe {

std::string bar(double share, std::size_t width, bool colour) {
  const auto halves = static_cast<std::size_t>(std::clamp(share, 0.0, 1.0) * static_cast<double>(width) * 2.0);
  const std::size_t full = halves / 2;
  const bool half = halves % 2 == 1;
  std::string text = colour ? "\x1b[36m" : "";
  for (std::size_t i = 0; i < full; ++i) text += "━";
  if (half) text += "╸";
  if (colour) text += "\x1b[2;37m";
  for (std::size_t i = full + (half ? 1 : 0); i < width; ++i) text += colour ? "━" : "─";
  if (colour) text += "\x1b[0m";
  return text;
}

}  // namespace weir::observe
