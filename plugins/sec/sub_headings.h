// The headings within a section, found by how they look.
#pragma once

#include <string_view>
#include <vector>

#include <weir/block.h>

#include "sec/page_furniture.h"

namespace weir::sec {

// Makes headings of the blocks from `first` on that stand out from the text around them: short titles, and the bold or
// italic sentences with which risk factors begin. A look that most of the text has makes no heading, and neither does
// page furniture. Levels are given from 2 on, up to 6: see heading_levels.h.
void promote_sub_headings(std::string_view text, std::vector<Block>& blocks, std::size_t first,
                          const PageFurniture& furniture);

}  // namespace weir::sec
