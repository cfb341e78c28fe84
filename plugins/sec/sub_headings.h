// The headings within a section, found by how they look.
#pragma once

#include <string_view>
#include <vector>

#include <weir/block.h>

namespace weir::sec {

// Makes headings of the blocks from `first` on that stand out from the text around them: short titles, and the bold or
// italic sentences with which risk factors begin. Levels are given from 2 on, up to 6, by style: what is larger, in the
// middle or in capitals ranks above, then what comes first. A look that most of the text has makes no heading.
void promote_sub_headings(std::string_view text, std::vector<Block>& blocks, std::size_t first);

}  // namespace weir::sec
