// Every place of a document where an item's heading could stand, with what speaks for and against it.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include <weir/block.h>

#include "sec/form.h"
#include "sec/item.h"
#include "sec/item_mark.h"
#include "sec/page_furniture.h"

namespace weir::sec {

// Offsets are bytes of the document's text; blocks are indices.
struct HeadingCandidate {
  std::vector<Item> items;  // of forms with parts, each with its part
  std::size_t begin = 0;
  std::size_t end = 0;         // of the heading, its title included
  std::size_t body_begin = 0;  // where the section's text begins: in the same block or in a later one
  std::size_t title_begin = 0;
  std::size_t first_block = 0;
  std::size_t last_block = 0;  // of the heading; the title may stand in a block of its own

  ItemMark::Title title = ItemMark::Title::none;
  bool has_page_number = false;
  bool is_continued = false;
  bool is_link = false;
  bool is_styled = false;
  bool is_bare = false;      // the word "Item" is missing
  bool is_alone = false;     // nothing else stands in its blocks
  bool is_running = false;   // the same line heads page after page
  bool in_contents = false;  // one entry of many: a table of contents, or an index at the end

  std::size_t prose_behind = 0;  // bytes of sentences up to the next candidate of another item
  std::size_t bytes_behind = 0;  // bytes of any text up to there
  bool void_behind = false;      // "None." and the like is all there is up to the next candidate

  double score = 0;  // how likely this is the heading; below 0 it is not

  Item item() const { return items.front(); }
  // A number alone, as notes and lists have, too: "1. Business".
  bool is_number() const { return is_bare && item().letter == 0; }
  bool is_strong() const;
};

// All candidates, in order, judged.
std::vector<HeadingCandidate> find_heading_candidates(const Form& form, std::string_view text,
                                                      std::span<const Block> blocks, const PageFurniture& furniture);

}  // namespace weir::sec
