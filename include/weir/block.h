// The blocks of a text: what a reader of the rendered page would see as a heading, a paragraph, an item, a table row.
#pragma once

#include <cstdint>
#include <string>

namespace weir {

enum class BlockKind : std::uint8_t {
  paragraph,
  heading,     // level 1 to 6
  list_item,   // level is the nesting depth, from 1
  table_row,   // cells are separated by '\t' in the text
  page_break,  // no text: a rule, a forced page break, <PAGE>
};

// How all of the visible text of a block looks. A style that only a part of the block has is not set.
struct Style {
  bool bold = false;
  bool italic = false;
  bool underlined = false;
  bool centred = false;
  bool upper_case = false;  // has letters, and no lower-case one
  bool link = false;        // lies in a link to a place in the same document
  // Font size in hundredths of the size that most of the document has; 0 where unknown.
  std::uint16_t size_percent = 0;

  bool operator==(const Style&) const = default;
};

struct Block {
  // The block's bytes in the text, [begin, end), without the line break that follows. Blocks are in order and never
  // overlap; what lies between them is white space.
  std::size_t begin = 0;
  std::size_t end = 0;
  BlockKind kind = BlockKind::paragraph;
  std::uint8_t level = 0;
  Style style;
  std::uint32_t table = 0;  // ordinal of the table a row belongs to, from 1; 0 outside of tables

  std::size_t size() const { return end - begin; }
  bool operator==(const Block&) const = default;
};

}  // namespace weir
