// What pages add to a text: their numbers, and the lines that stand at the head or foot of each.
#pragma once

#include <bitset>
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

// With which ASCII letters or signs lines begin, digits and white space aside: one look tells most lines from a few
// others.
class LineBeginnings {
 public:
  void add(std::string_view line) { known_.set(beginning_of(line)); }
  // Whether a line may be one of those that were added.
  bool may_hold(std::string_view line) const {
    const unsigned char beginning = beginning_of(line);
    return beginning == kOther || known_[beginning];
  }

 private:
  static constexpr unsigned char kOther = 0;
  static unsigned char beginning_of(std::string_view line);

  std::bitset<128> known_;
};

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
  void add_running(std::string key);

  std::unordered_set<std::string> running_;
  LineBeginnings beginnings_;  // of the running lines
};

}  // namespace weir::sec
