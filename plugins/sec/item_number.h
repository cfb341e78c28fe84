// Reads the number with which an item's heading begins: "Item 1A", "PART I, ITEM 1A", "Items 1 and 2", "ITEM1 . A",
// "Item IA" (mistyped), or only "1A", if its title follows.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "sec/form.h"
#include "sec/heading_cursor.h"
#include "sec/item.h"
#include "sec/squeezed_text.h"

namespace weir::sec {

struct ItemNumber {
  // At least one. Of a form with parts they have the part if the heading names one, else 0.
  std::vector<Item> items;
  bool is_bare = false;  // without the word "Item"
};

// Whether a text can begin with an item's number at all, asked of every block before one is read closely: behind
// symbols its first letters are those of "Item" or "Part", or it begins with a number of two digits at the most.
bool may_begin_item_number(std::string_view text);

// `squeezed` is of `text`, and `cursor` at its beginning; it is left behind the number, before any punctuation. Nothing
// for other numbers: of regulations (Item 405), of form 8-K (Item 1.01), of notes.
std::optional<ItemNumber> read_item_number(const Form& form, std::string_view text, const SqueezedText& squeezed,
                                           HeadingCursor& cursor);

// The same behind the word "Item".
std::optional<Item> read_another_item(const Form& form, std::string_view text, const SqueezedText& squeezed,
                                      HeadingCursor& cursor);

}  // namespace weir::sec
