// One line of text that was laid out by hand, and what its layout says.
#pragma once

#include <cstddef>
#include <string_view>

namespace weir::html {

struct TextLine {
  std::size_t begin = 0;  // of what is not white space, in the text that the line was cut from
  std::size_t end = 0;
  std::size_t indent = 0;   // in characters; a tab leads to the next multiple of eight
  bool rule = false;        // only draws a line: ----- ===== _____
  bool underlines = false;  // the same below words, and not above a footnote
  bool columns = false;     // holds a gap, or dots, that no line of prose has
  bool row = false;         // is one of a table, as its neighbours say
  bool upper_case = false;
  bool has_letters = false;  // three or more
  std::size_t marker = 0;    // length of a bullet, `(a)` or `(1)` that begins it

  std::size_t size() const { return end - begin; }
  bool blank() const { return begin == end; }
  // The column behind its last character.
  std::size_t right() const { return indent + size(); }
  // The end of the cell that begins at `begin` of the text: the next gap of two or more spaces, or a tab.
  std::size_t end_of_cell(std::string_view text, std::size_t begin) const;
};

// Judges the line [begin, end) of `text`.
TextLine read_line(std::string_view text, std::size_t begin, std::size_t end);

}  // namespace weir::html
