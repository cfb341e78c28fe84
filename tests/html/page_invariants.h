// What must hold for every page, whatever its bytes are.
#pragma once

#include <string>
#include <string_view>

namespace weir::html {

// Reads the page as the stage does and says what does not hold; empty where all does:
// - text is valid UTF-8, the map covers all of it, in the order of the source and inside of the page;
// - blocks are in order, do not overlap, and leave out nothing but white space;
// - text, blocks and map are the same when the page comes in pieces of `piece_bytes`, as markup and as laid out by
// hand,
//   and so is what a converter makes of it.
std::string broken_invariant(std::string_view page, std::size_t piece_bytes);

}  // namespace weir::html
