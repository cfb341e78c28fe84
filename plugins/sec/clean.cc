#include "sec/clean.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <re2/re2.h>

#include <weir/text_edit.h>

#include "sec/ascii.h"
#include "sec/block_text.h"
#include "sec/form.h"
#include "sec/item_mark.h"
#include "sec/match.h"
#include "sec/page_furniture.h"
#include "sec/section_document.h"
#include "sec/squeezed_text.h"

namespace weir::sec {
namespace {

constexpr std::size_t kShortLine = 120;

PageFurniture furniture_of(const Document& section) {
  std::vector<std::string> lines;
  const Value* stats = section.metadata().find("stats");
  const Value* running = stats && stats->table() ? stats->table()->find("running_lines") : nullptr;
  if (running && running->list()) {
    for (const Value& line : *running->list()) {
      if (line.string()) lines.push_back(*line.string());
    }
  }
  return PageFurniture(std::move(lines));
}

std::string letters_of(std::string_view text) {
  std::string letters;
  for (const char c : squeeze(text)) {
    if (is_letter(c) || is_digit(c)) letters += c;
  }
  return letters;
}

// Decides what goes and what is joined, and makes the edits.
class Cleaner {
 public:
  explicit Cleaner(Document& section)
      : section_(section),
        text_(section.text().view()),
        blocks_(section.blocks()),
        form_(form_filed(section.metadata().string("form_type"))),
        furniture_(furniture_of(section)),
        company_(letters_of(section.metadata().string("company_name"))) {}

  void clean() {
    find_furniture();
    TextEdit edit(section_);
    std::vector<Block> kept;
    std::vector<bool> joined;  // with the block before it
    for (std::size_t i = 0; i < blocks_.size();) {
      if (!goes_[i]) {
        kept.push_back(blocks_[i]);
        joined.push_back(false);
        ++i;
        continue;
      }
      std::size_t next = i;
      while (next < blocks_.size() && goes_[next]) ++next;
      const bool joins = i > 0 && next < blocks_.size() && is_divided(blocks_[i - 1], blocks_[next]);
      take_out(edit, i, next, joins);
      if (next < blocks_.size()) {
        kept.push_back(blocks_[next]);
        joined.push_back(joins);
      }
      i = next + 1;
    }
    section_.blocks() = std::move(kept);
    edit.apply();
    merge(joined);
  }

 private:
  void find_furniture() {
    goes_.assign(blocks_.size(), false);
    const std::vector<bool> at_border = lines_at_borders(text_, blocks_);
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
      if (is_own_heading(i)) continue;
      goes_[i] = furniture_.holds(text_, blocks_, i) || is_furniture(i, at_border[i]);
    }
    for (std::size_t i = 0; i < blocks_.size() && (is_own_heading(i) || opens_text(i)); ++i) goes_[i] = false;
  }

  bool is_own_heading(std::size_t i) const { return blocks_[i].kind == BlockKind::heading && blocks_[i].level == 1; }

  // A line that heads many pages, such as a company's name above each of its statements, is text where it stands behind
  // the section's heading, unless the page ends below it.
  bool opens_text(std::size_t i) const {
    constexpr std::size_t kFooter = 4;
    const std::string_view line = text_of(text_, blocks_[i]);
    if (blocks_[i].kind == BlockKind::page_break || is_page_number(line) || !furniture_.is_running(line)) return false;
    const auto next = blocks_.begin() + static_cast<std::ptrdiff_t>(i);
    return std::none_of(next, blocks_.begin() + static_cast<std::ptrdiff_t>(std::min(blocks_.size(), i + kFooter)),
                        [](const Block& block) { return block.kind == BlockKind::page_break; });
  }

  // Lines whose words show what they are, where a page begins or ends.
  bool is_furniture(std::size_t i, bool at_border) const {
    const std::string_view line = text_of(text_, blocks_[i]);
    if (line.empty() || line.size() > kShortLine) return false;
    if (is_contents_link(line)) return at_border || blocks_[i].style.link;
    const auto mark = read_item_mark(form_, line);
    if (mark && mark->is_continued) return true;
    if (!at_border || is_prose(line)) return false;
    static const RE2 kContinued("(?i)\\(\\s*con(?:tinued|t?\\s*[’'`]?\\s*d?)\\.?\\s*\\)\\s*$");
    static const RE2 kForm("(?i)\\bform\\s+10-?[kq](?:sb|405)?\\b|^[^a-z]*10-[kq][^a-z]*$");
    return is_part_heading(line) || is_item_number(line) || matches_within(line, kContinued) ||
           matches_within(line, kForm) || (!company_.empty() && letters_of(line) == company_);
  }

  void take_out(TextEdit& edit, std::size_t begin, std::size_t end, bool joins) const {
    if (joins) {
      edit.replace(blocks_[begin - 1].end, blocks_[end].begin, " ");
    } else if (end < blocks_.size()) {
      // The separator before the next block stays.
      const std::size_t next = blocks_[end].begin;
      const std::size_t from = begin == 0 ? 0 : blocks_[begin - 1].end;
      edit.erase(from, begin == 0 || next == from ? next : next - 1);
    } else {
      edit.erase(begin == 0 ? 0 : blocks_[begin - 1].end, text_.size());
    }
  }

  // Whether a sentence runs from one block to the other.
  bool is_divided(const Block& before, const Block& behind) const {
    const bool is_text = before.kind == BlockKind::paragraph || before.kind == BlockKind::list_item;
    if (!is_text || behind.kind != BlockKind::paragraph) return false;
    std::string_view first = trimmed(text_of(text_, before));
    const std::string_view second = trimmed(text_of(text_, behind));
    while (first.ends_with('"') || first.ends_with(')') || first.ends_with("”") || first.ends_with("’")) {
      first.remove_suffix(first.ends_with("”") || first.ends_with("’") ? 3 : 1);
    }
    if (first.empty() || second.empty()) return false;
    const char last = first.back();
    if (last == '.' || last == '!' || last == '?' || last == ':' || last == ';') return false;
    if (second.front() >= 'a' && second.front() <= 'z') return true;
    return is_prose(first) && !is_styled(behind);
  }

  void merge(const std::vector<bool>& joined) {
    std::vector<Block>& blocks = section_.blocks();
    std::vector<Block> merged;
    for (std::size_t i = 0; i < blocks.size(); ++i) {
      if (!joined[i]) {
        merged.push_back(blocks[i]);
        continue;
      }
      merged.back().end = blocks[i].end;
      if (merged.back().style != blocks[i].style) merged.back().style = {};
    }
    blocks = std::move(merged);
  }

  Document& section_;
  const std::string_view text_;
  const std::vector<Block> blocks_;
  const Form& form_;
  const PageFurniture furniture_;
  const std::string company_;
  std::vector<bool> goes_;
};

void count_cleaned(Document& section) {
  const Value* stats = section.metadata().find("stats");
  Table counted = stats && stats->table() ? *stats->table() : Table();
  counted.erase("running_lines");
  counted.set("cleaned_chars", count_characters(section.text().view()));
  section.metadata().set("stats", std::move(counted));
}

}  // namespace

void Clean::process(Document document, Emitter& out) {
  Cleaner(document).clean();
  count_cleaned(document);
  out.emit(std::move(document));
}

}  // namespace weir::sec
