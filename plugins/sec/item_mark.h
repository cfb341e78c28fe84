// Reads text that begins as an item's heading does: "Item 1A. Risk Factors", "PART I, ITEM 1A — RISK FACTORS",
// "Items 1 and 2. Business and Properties", "Item1A", in any case, with any spaces and dashes, or broken by markup.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "sec/form.h"
#include "sec/item.h"

namespace weir::sec {

// Offsets are bytes of the text that was read.
struct ItemMark {
  enum class Title {
    none,   // nothing follows the number: the title stands in the next block, or this is no heading
    other,  // something that could be a title
    known,  // a title of the form
  };

  // At least one: "Items 1 and 2" has two. In forms with parts, the part is that of the title or else the one that the
  // heading names; 0 where neither says it.
  std::vector<Item> items;
  Title title = Title::none;
  std::size_t title_begin = 0;
  std::size_t title_end = 0;  // the end of the heading
  // Where text follows the heading in the same block, the beginning of that text; else the size of all.
  std::size_t body_begin = 0;
  bool has_page_number = false;  // as in a table of contents
  bool is_continued = false;     // "(continued)", as at the top of a page
  bool is_bare = false;          // without the word "Item": "1A. Risk Factors"
};

// Nothing where the text does not begin with an item's number, or goes on as a sentence does: "Item 1A of this report".
std::optional<ItemMark> read_item_mark(const Form& form, std::string_view text);

// Whether all of `text` is one of the item's titles, but for punctuation.
bool is_title_of(const Form& form, Item item, std::string_view text);

// Whether a text is only the number of an item or of several, as at the heads of pages: "Item 1A", "Items 2, 3, 4".
bool is_item_number(std::string_view text);

// The pieces of the text that a page number is made of, such as "15", "F-12", "48-62" or "Pages 4 - 12".
bool is_page_reference(std::string_view text);

}  // namespace weir::sec
