#include "segment/outline.h"

#include <algorithm>
#include <array>
#include <set>
#include <string>

#include <weir/utf8.h>

#include "segment/numeric_tables.h"

namespace weir::segment {
namespace {

// The headings that are open, by level; an empty one is not.
class Headings {
 public:
  void open(std::size_t level, std::string_view text) {
    level = std::clamp<std::size_t>(level, 1, open_.size());
    std::fill(open_.begin() + static_cast<std::ptrdiff_t>(level) - 1, open_.end(), std::string_view());
    open_[level - 1] = text;
  }

  List path() const {
    List path;
    for (const std::string_view heading : open_) {
      if (!heading.empty()) path.emplace_back(shortened(heading));
    }
    return path;
  }

 private:
  std::array<std::string_view, Outline::kMostAncestors> open_;
};

// Signs that stand before the items of a list, with or without a space behind them; signs and letters that do so only
// with one.
bool has_bullet(std::string_view text) {
  constexpr std::array<std::string_view, 8> kBullets{"•", "·", "●", "○", "▪", "■", "◦", "\uF0B7"};
  constexpr std::array<std::string_view, 6> kDashes{"– ", "— ", "- ", "-- ", "* ", "o "};
  const auto begins = [text](std::string_view sign) { return text.starts_with(sign); };
  return std::any_of(kBullets.begin(), kBullets.end(), begins) || std::any_of(kDashes.begin(), kDashes.end(), begins);
}

bool leads(std::string_view text, bool may_be_title) {
  if (text.ends_with(':')) return true;
  const auto ends = [text](std::string_view mark) { return text.ends_with(mark); };
  constexpr std::array<std::string_view, 7> kMarks{".", "!", "?", ";", ".”", ".\"", ".)"};
  return may_be_title && std::none_of(kMarks.begin(), kMarks.end(), ends);
}

}  // namespace

std::string_view shortened(std::string_view heading) {
  std::size_t at = 0;
  std::size_t word_end = 0;  // of the last word that fits as a whole
  for (std::size_t count = 0; at < heading.size(); ++count) {
    if (heading[at] == ' ') word_end = at;
    if (count == Outline::kMostCharacters) return heading.substr(0, word_end > 0 ? word_end : at);
    at += code_point_at(heading, at).length;
  }
  return heading;
}

Outline outline_of(const Document& document, std::size_t short_words) {
  const std::string_view text = document.text().view();
  const std::vector<bool> figures = rows_of_figures(text, document.blocks());
  Outline outline;
  outline.heading_paths.emplace_back();
  Headings headings;
  std::set<std::uint32_t> tables;
  for (std::size_t i = 0; i < document.blocks().size(); ++i) {
    const Block& block = document.blocks()[i];
    const std::string_view words = text.substr(block.begin, block.size());
    if (block.kind == BlockKind::heading) {
      headings.open(block.level, words);
      outline.heading_paths.push_back(headings.path());
    } else if (figures[i]) {
      tables.insert(block.table);
    } else {
      Paragraph& paragraph = outline.paragraphs.emplace_back();
      paragraph.begin = block.begin;
      paragraph.end = block.end;
      paragraph.words = count_words(words);
      paragraph.heading = outline.heading_paths.size() - 1;
      paragraph.is_item = block.kind == BlockKind::list_item || has_bullet(words);
      paragraph.leads = leads(words, paragraph.words < short_words && !paragraph.is_item);
    }
  }
  outline.tables_of_figures = tables.size();
  return outline;
}

}  // namespace weir::segment
