// Tells tables of figures from tables that only lay out text, such as a list whose bullets stand in a column.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include <weir/block.h>

namespace weir::segment {

// For each block, whether it is a row of figures: one whose words, those without a letter or digit left aside, are half
// numbers; or a row of a table that has a third of them, unless the row is a sentence of its own.
std::vector<bool> rows_of_figures(std::string_view text, const std::vector<Block>& blocks);

}  // namespace weir::segment
