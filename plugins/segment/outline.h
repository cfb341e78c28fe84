// The paragraphs of a tidied text, and the headings that they stand under.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include <weir/document.h>

namespace weir::segment {

// A block whose text goes into segments. Headings and rows of figures do not.
struct Paragraph {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t words = 0;
  std::size_t heading = 0;  // index into Outline::heading_paths
  bool is_item = false;     // of a list
  bool leads = false;       // to what follows: it ends with a colon, or is short as titles are
};

struct Outline {
  static constexpr std::size_t kMostAncestors = 6;
  static constexpr std::size_t kMostCharacters = 120;  // of one ancestor; longer ones end at a word

  std::vector<Paragraph> paragraphs;
  // Texts of the headings above, outermost first. The first path is that of text before any heading.
  std::vector<List> heading_paths;
  std::size_t tables_of_figures = 0;  // left out, counted by table
};

// `short_words`: a paragraph with fewer is short.
Outline outline_of(const Document& document, std::size_t short_words);

// The first kMostCharacters code points at most, ended at a word.
std::string_view shortened(std::string_view heading);

}  // namespace weir::segment
