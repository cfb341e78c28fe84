#include "sec/sub_headings.h"

#include <algorithm>
#include <map>

#include "sec/ascii.h"
#include "sec/block_text.h"
#include "sec/heading_levels.h"
#include "sec/item_mark.h"

namespace weir::sec {
namespace {

constexpr std::size_t kLongestCaption = 400;  // bytes of a sentence that introduces a risk
constexpr std::size_t kLongestTitle = 160;    // of what only stands in the middle or in capitals
constexpr std::size_t kMostInARow = 3;        // headings of one look without text between them
constexpr std::uint8_t kFirstLevel = 2;
constexpr std::uint8_t kLastLevel = 6;

bool has_letters(std::string_view text) {
  return std::count_if(text.begin(), text.end(), [](char c) { return is_letter(c); }) >= 3;
}

// A row of one cell may be a heading, a row of several is a part of a table.
bool may_be_heading(std::string_view text, const Block& block) {
  if (block.kind == BlockKind::page_break || block.size() == 0 || block.size() > kLongestCaption) return false;
  if (!has_letters(text) || text.find('\t') != std::string_view::npos || is_void(text) || block.style.link)
    return false;
  const HeadingLook look = look_of(block);
  if (look.bold || look.underlined || look.italic || look.size > 0) return true;
  if (block.size() > kLongestTitle) return false;
  return look.upper_case || ((look.centred || block.kind == BlockKind::heading) && !is_prose(text));
}

class Promoter {
 public:
  Promoter(std::string_view text, std::vector<Block>& blocks, std::size_t first, const PageFurniture& furniture)
      : text_(text), blocks_(blocks), first_(first), chosen_(blocks.size(), false), furniture_(blocks.size(), false) {
    for (std::size_t i = first_; i < blocks_.size(); ++i) {
      const std::string_view line = text_of(text_, blocks_[i]);
      furniture_[i] = furniture.holds(text_, blocks_, i) || is_item_number(line) || is_part_heading(line);
      chosen_[i] = !furniture_[i] && may_be_heading(line, blocks_[i]);
    }
  }

  void promote() {
    leave_common_looks();
    leave_single_sentences();
    leave_runs();
    leave_what_introduces_nothing();
    set_levels();
  }

 private:
  // What more than half of the text looks like is no heading.
  void leave_common_looks() {
    std::map<HeadingLook, std::size_t> bytes;
    std::size_t all = 0;
    for (std::size_t i = first_; i < blocks_.size(); ++i) {
      all += blocks_[i].size();
      if (chosen_[i]) bytes[look_of(blocks_[i])] += blocks_[i].size();
    }
    for (std::size_t i = first_; i < blocks_.size(); ++i) {
      if (chosen_[i] && bytes[look_of(blocks_[i])] * 2 > all) chosen_[i] = false;
    }
  }

  // Long sentences of a look that does not come again introduce the section, not a part of it.
  void leave_single_sentences() {
    std::map<HeadingLook, std::size_t> times;
    for (std::size_t i = first_; i < blocks_.size(); ++i) {
      if (chosen_[i]) ++times[look_of(blocks_[i])];
    }
    for (std::size_t i = first_; i < blocks_.size(); ++i) {
      if (chosen_[i] && times[look_of(blocks_[i])] == 1 && blocks_[i].size() > kLongestTitle) chosen_[i] = false;
    }
  }

  // Many blocks of one look in a row are a list, and so are two list items.
  void leave_runs() {
    for (std::size_t i = first_; i < blocks_.size();) {
      std::size_t end = i + 1;
      if (chosen_[i]) {
        const auto is_like_first = [&](std::size_t k) {
          return chosen_[k] && blocks_[k].kind == blocks_[i].kind && look_of(blocks_[k]) == look_of(blocks_[i]);
        };
        while (end < blocks_.size() && is_like_first(end)) ++end;
        const std::size_t most = blocks_[i].kind == BlockKind::list_item ? 1 : kMostInARow;
        for (std::size_t k = i; k < end && end - i > most; ++k) chosen_[k] = false;
      }
      i = end;
    }
  }

  // A heading has text below it.
  void leave_what_introduces_nothing() {
    bool has_text = false;
    for (std::size_t i = blocks_.size(); i-- > first_;) {
      if (chosen_[i]) {
        chosen_[i] = has_text;
      } else if (!furniture_[i]) {
        has_text = true;
      }
    }
  }

  void set_levels() {
    HeadingLevels ranking;
    bool follows_heading = false;
    for (std::size_t i = first_; i < blocks_.size(); ++i) {
      if (furniture_[i]) continue;
      if (chosen_[i]) ranking.add(look_of(blocks_[i]), text_of(text_, blocks_[i]), follows_heading);
      follows_heading = chosen_[i];
    }
    const auto levels = ranking.levels(kFirstLevel, kLastLevel);
    for (std::size_t i = first_; i < blocks_.size(); ++i) {
      Block& block = blocks_[i];
      if (chosen_[i]) {
        const auto level = levels.find(look_of(block));
        block.level = level == levels.end() ? kLastLevel : level->second;
        block.kind = BlockKind::heading;
        block.table = 0;
      } else if (block.kind == BlockKind::heading) {
        block.kind = BlockKind::paragraph;
        block.level = 0;
      }
    }
  }

  std::string_view text_;
  std::vector<Block>& blocks_;
  std::size_t first_;
  std::vector<bool> chosen_;
  std::vector<bool> furniture_;
};

}  // namespace

void promote_sub_headings(std::string_view text, std::vector<Block>& blocks, std::size_t first,
                          const PageFurniture& furniture) {
  Promoter(text, blocks, first, furniture).promote();
}

}  // namespace weir::sec
