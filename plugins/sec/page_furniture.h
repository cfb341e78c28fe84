// What pages add to a text: their numbers, and the lines that stand at the head or foot of each.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include <weir/block.h>

namespace weir::sec {

// For each block, whether it is a short line of those that stand first or last on a page.
std::vector<bool> lines_at_borders(std::string_view text, std::span<const Block> blocks);

class PageFurniture {
 public:
  // Looks at a whole document. A short line runs if it stands at the border of pages, at least three times and more
  // often there than elsewhere; numbers in it may differ from page to page.
  PageFurniture(std::string_view text, std::span<const Block> blocks);
  // With the running lines that were found in the document of which this is a part.
  explicit PageFurniture(std::vector<std::string> running_lines);

  // Whether a block is furniture: a page break or number, or a line that runs.
  bool holds(std::string_view text, std::span<const Block> blocks, std::size_t block) const;
  bool is_running(std::string_view line) const;

  // Those of the running lines that occur in these blocks, without white space and digits, sorted.
  std::vector<std::string> running_lines(std::string_view text, std::span<const Block> blocks) const;

 private:
  std::unordered_set<std::string> running_;
};

}  // namespace weir::sec
