// Writes text, blocks and source map of a page as its reader meets words, white space and the borders of boxes.
//
// White space is as pages are shown: none at the edges of a line, one space elsewhere; a no-break space is kept between
// words and counts as white space at the edges. Blocks are separated by "\n", lines of a block by "\n", the cells of a
// row that hold text by "\t".
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <weir/block.h>
#include <weir/text.h>

#include "html/look.h"

namespace weir::html {

// Where text stands.
struct Place {
  BlockKind kind = BlockKind::paragraph;
  std::uint8_t level = 0;

  bool operator==(const Place&) const = default;
};

class BlockWriter {
 public:
  // The memory that text, blocks and map take at most while they are written: in bytes for every two bytes of the
  // source up to what was read last, and beside these. Pages can ask for more: `a` and a line end are a row with a
  // block of its own. There blocks are joined with the one before, and runs of the map with their neighbours, as long
  // as it takes; the text stays whole.
  static constexpr std::uint64_t kMemoryPerTwoBytes = 7;
  // No byte becomes more than one character, and in no encoding that is read does one byte stand for a longer one.
  static constexpr std::uint64_t kMostTextOfAByte = 3;
  static constexpr std::uint64_t kMemoryBeside = std::uint64_t{512} << 10;

  BlockWriter() = default;
  // Makes room for text, map and blocks, so that they need not move while they grow: as much as is expected, and where
  // text needs more, as much as it can be at most. Room that is not used takes no memory. The source has
  // `source_bytes`; a large text lies in `memory`, which may be null.
  BlockWriter(std::size_t expected_bytes, std::uint64_t source_bytes, LargeMemory* memory = nullptr)
      : source_bytes_(source_bytes), bytes_(memory) {
    bytes_.reserve(expected_bytes);
    map_.reserve_bytes(expected_bytes / kTextForMap);
    blocks_.reserve(expected_bytes / kTextForBlock);
  }
  BlockWriter(const BlockWriter&) = delete;
  BlockWriter& operator=(const BlockWriter&) = delete;

  void set_look(Look look) { look_ = look; }
  void set_place(Place place) { place_ = place; }

  void words(std::string_view bytes, std::uint64_t offset);
  void rewritten(std::string_view utf8, std::uint64_t offset, std::uint64_t length);
  void space(std::string_view utf8, std::uint64_t offset, std::uint64_t length);

  // Whether white space may still count: a block has begun and not ended.
  bool in_text() const { return open_; }

  // The border of a box: what comes next stands in another block, or on another line of its row.
  void boundary() {
    if (open_) close();
  }
  // A second line break in a row ends the block: what follows is set apart as a paragraph is.
  void line_break(std::uint64_t offset, std::uint64_t length);
  void page_break();

  // Rows: what stands between is one block, unless only one cell holds text, in several blocks: then the table only
  // serves to lay out the page, and the blocks stay what they are.
  void begin_row(std::uint32_t table);
  void begin_cell();
  void end_row();
  bool in_row() const { return in_row_; }

  // Ends the last block. The text is complete, and so are the blocks.
  void finish();
  Text take_text() { return Text(std::move(bytes_), std::move(map_)); }
  // The same with a map that is made of the one that was written: convert(map, bytes that the new one may take).
  template <class Convert>
  Text take_text(Convert&& convert) {
    SourceMap map = convert(std::as_const(map_), memory_left());
    return Text(std::move(bytes_), std::move(map));
  }
  std::vector<Block> take_blocks() { return std::move(blocks_); }

 private:
  // A run of lines that becomes a block, or a part of a row.
  struct Fragment {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::uint16_t flags = 0;  // of Look: those that all of the text has
    std::uint16_t size = 0;   // 0 where it differs
    Place place;
    std::uint32_t cell = 0;
  };

  void open(std::uint64_t offset, std::size_t length);
  void begin_fragment();
  void close();
  void write_separator(std::uint64_t offset);
  void write_space();
  void write(std::string_view text, std::uint64_t offset, std::uint64_t length);
  void write(char separator, std::uint64_t offset, std::uint64_t length);
  void append(std::string_view text);
  void make_room();
  void count_size(std::uint16_t size);
  std::size_t memory_left() const;
  bool takes_too_much() const;
  void add_to_row();
  void emit(const Fragment& fragment, Place place, std::uint32_t table);
  void emit_row();
  bool one_cell_of_several_blocks() const;
  std::uint16_t most_common_size() const;

  Look look_;
  Place place_;

  static constexpr std::uint64_t kUnknown = UINT64_MAX;
  // Less text than that for a byte of the map, or for a block, is rare.
  static constexpr std::size_t kTextForMap = 8;
  static constexpr std::size_t kTextForBlock = 128;

  std::uint64_t source_bytes_ = kUnknown;
  std::uint64_t offset_ = 0;  // in the source, of what was written last
  bool crowded_ = false;      // whether all took too much when that was written
  TextBytes bytes_;
  SourceMap map_;
  std::vector<Block> blocks_;
  std::map<std::uint16_t, std::uint64_t> bytes_of_size_;
  std::uint16_t last_size_ = kMediumSize;  // of the text that was written last
  std::uint64_t* bytes_of_last_size_ = &bytes_of_size_[kMediumSize];
  std::uint64_t bytes_of_other_sizes_ = 0;

  bool open_ = false;
  Fragment fragment_;              // being written, where open_
  std::uint32_t line_breaks_ = 0;  // since the last word
  std::uint64_t break_offset_ = 0;
  std::uint64_t break_length_ = 0;

  std::string space_;  // white space since the last word, and the source that it stands for
  std::uint64_t space_begin_ = 0;
  std::uint64_t space_end_ = 0;

  bool in_row_ = false;
  std::uint32_t table_ = 0;
  std::uint32_t cell_ = 0;
  std::vector<Fragment> row_;
};

}  // namespace weir::html
