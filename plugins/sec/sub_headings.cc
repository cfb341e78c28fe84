#include "sec/sub_headings.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "sec/ascii.h"
#include "sec/block_text.h"

namespace weir::sec {
namespace {

constexpr std::size_t kLongestCaption = 400;  // bytes of a sentence that introduces a risk
constexpr std::size_t kLongestTitle = 160;    // of what only stands in the middle or in capitals
constexpr std::size_t kMostInARow = 3;        // headings of one look without text between them
constexpr int kLarge = 105;                   // per cent of the size of most of the text
constexpr std::uint8_t kFirstLevel = 2;
constexpr std::uint8_t kLastLevel = 6;

// What distinguishes one kind of heading from another. Ordered: what ranks above comes first.
struct Look {
  int tag_level = 7;  // of <h1> to <h6>; 7 for other elements
  int size = 0;       // the larger the less
  bool not_centred = true;
  bool not_upper_case = true;
  bool not_bold = true;
  bool not_underlined = true;
  bool not_italic = true;

  auto operator<=>(const Look&) const = default;
  // Looks that are equal in this rank by who comes first.
  auto rank() const { return std::tuple(tag_level, size, not_centred, not_upper_case); }
};

Look look_of(const Block& block) {
  const Style& style = block.style;
  Look look;
  if (block.kind == BlockKind::heading) look.tag_level = block.level;
  look.size = style.size_percent > kLarge ? -(style.size_percent / 10) : 0;
  look.not_centred = !style.centred;
  look.not_upper_case = !style.upper_case;
  look.not_bold = !style.bold;
  look.not_underlined = !style.underlined;
  look.not_italic = !style.italic;
  return look;
}

bool has_letters(std::string_view text) {
  return std::count_if(text.begin(), text.end(), [](char c) { return is_letter(c); }) >= 3;
}

// A row of one cell may be a heading, a row of several is a part of a table.
bool may_be_heading(std::string_view text, const Block& block) {
  if (block.kind == BlockKind::page_break || block.size() == 0 || block.size() > kLongestCaption) return false;
  if (!has_letters(text) || text.find('\t') != std::string_view::npos || is_void(text) || block.style.link)
    return false;
  const Style& style = block.style;
  const bool emphasised = style.bold || style.underlined || style.italic || style.size_percent > kLarge;
  if (emphasised) return true;
  if (block.size() > kLongestTitle) return false;
  if (style.upper_case) return true;
  return (style.centred || block.kind == BlockKind::heading) && !is_prose(text);
}

class Promoter {
 public:
  Promoter(std::string_view text, std::vector<Block>& blocks, std::size_t first)
      : text_(text), blocks_(blocks), first_(first), chosen_(blocks.size(), false) {}

  void promote() {
    for (std::size_t i = first_; i < blocks_.size(); ++i) {
      chosen_[i] = may_be_heading(text_of(text_, blocks_[i]), blocks_[i]);
    }
    leave_common_looks();
    leave_runs();
    leave_what_introduces_nothing();
    set_levels();
  }

 private:
  // What more than half of the text looks like is no heading.
  void leave_common_looks() {
    std::map<Look, std::size_t> bytes;
    std::size_t all = 0;
    for (std::size_t i = first_; i < blocks_.size(); ++i) {
      all += blocks_[i].size();
      if (chosen_[i]) bytes[look_of(blocks_[i])] += blocks_[i].size();
    }
    for (std::size_t i = first_; i < blocks_.size(); ++i) {
      if (chosen_[i] && bytes[look_of(blocks_[i])] * 2 > all) chosen_[i] = false;
    }
  }

  // Many blocks of one look in a row are a list, and so are two list items.
  void leave_runs() {
    for (std::size_t i = first_; i < blocks_.size();) {
      std::size_t end = i + 1;
      if (chosen_[i]) {
        while (end < blocks_.size() && chosen_[end] && look_of(blocks_[end]) == look_of(blocks_[i]) &&
               blocks_[end].kind == blocks_[i].kind) {
          ++end;
        }
        const std::size_t most = blocks_[i].kind == BlockKind::list_item ? 1 : kMostInARow;
        if (end - i > most)
          std::fill(chosen_.begin() + static_cast<std::ptrdiff_t>(i),
                    chosen_.begin() + static_cast<std::ptrdiff_t>(end), false);
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
      } else if (blocks_[i].kind != BlockKind::page_break && !is_page_number(text_of(text_, blocks_[i]))) {
        has_text = true;
      }
    }
  }

  void set_levels() {
    std::vector<Look> looks;  // in the order in which they come first
    for (std::size_t i = first_; i < blocks_.size(); ++i) {
      const Look look = look_of(blocks_[i]);
      if (chosen_[i] && std::find(looks.begin(), looks.end(), look) == looks.end()) looks.push_back(look);
    }
    std::stable_sort(looks.begin(), looks.end(), [](const Look& a, const Look& b) { return a.rank() < b.rank(); });
    for (std::size_t i = first_; i < blocks_.size(); ++i) {
      Block& block = blocks_[i];
      if (chosen_[i]) {
        const auto place = std::find(looks.begin(), looks.end(), look_of(block)) - looks.begin();
        block.kind = BlockKind::heading;
        block.level = static_cast<std::uint8_t>(std::min<std::ptrdiff_t>(kFirstLevel + place, kLastLevel));
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
};

}  // namespace

void promote_sub_headings(std::string_view text, std::vector<Block>& blocks, std::size_t first) {
  Promoter(text, blocks, first).promote();
}

}  // namespace weir::sec
