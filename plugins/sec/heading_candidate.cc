#include "sec/heading_candidate.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "sec/ascii.h"
#include "sec/block_text.h"
#include "sec/squeezed_text.h"

namespace weir::sec {
namespace {

constexpr std::size_t kMarkBytes = 1200;    // of a block that are read as a heading
constexpr std::size_t kTitleBytes = 250;    // of a title in a block of its own
constexpr std::size_t kContentsGap = 1500;  // bytes between two entries of a table of contents
constexpr std::size_t kLongEntry = 300;     // bytes of a line of contents, such as the name of a statement
constexpr std::size_t kLeastEntries = 4;
constexpr std::size_t kCertainEntries = 8;

class CandidateFinder {
 public:
  CandidateFinder(const Form& form, std::string_view text, std::span<const Block> blocks,
                  const PageFurniture& furniture)
      : form_(form), text_(text), blocks_(blocks), furniture_(furniture) {}

  std::vector<HeadingCandidate> find() && {
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
      if (blocks_[i].kind == BlockKind::page_break) continue;
      read_lines(i);
    }
    tell_parts();
    measure_bodies();
    mark_contents();
    leave_numbers();
    for (HeadingCandidate& candidate : candidates_) candidate.score = score(candidate);
    return std::move(candidates_);
  }

 private:
  // A heading begins a block, or a line of one.
  void read_lines(std::size_t index) {
    const Block& block = blocks_[index];
    const std::string_view all = text_of(text_, block);
    for (std::size_t line = 0; line < all.size();) {
      const std::string_view rest = all.substr(line, kMarkBytes);
      const auto mark = read_item_mark(form_, rest);
      if (mark && (line == 0 || stands_in_line(*mark, rest))) add(*mark, index, block.begin + line, rest.size());
      const std::size_t end = all.find('\n', line);
      if (end == std::string_view::npos) break;
      line = end + 1;
    }
  }

  // Within a block a line is a heading only if there is nothing else in it: text may be broken anywhere.
  static bool stands_in_line(const ItemMark& mark, std::string_view rest) {
    if (mark.title != ItemMark::Title::known) return false;
    return mark.body_begin == rest.size() ||
           rest.substr(mark.title_end, mark.body_begin - mark.title_end).find('\n') != std::string_view::npos;
  }

  void add(const ItemMark& mark, std::size_t index, std::size_t begin, std::size_t size) {
    const Block& block = blocks_[index];
    HeadingCandidate candidate;
    candidate.items = mark.items;
    candidate.begin = begin;
    candidate.end = begin + mark.title_end;
    candidate.title_begin = begin + mark.title_begin;
    const bool has_body = mark.body_begin < size;
    candidate.body_begin = has_body ? begin + mark.body_begin : block.end;
    candidate.first_block = candidate.last_block = index;
    candidate.title = mark.title;
    candidate.has_page_number = mark.has_page_number;
    candidate.is_continued = mark.is_continued;
    candidate.is_link = block.style.link;
    candidate.is_styled = is_styled(block);
    candidate.is_alone = !has_body && begin == block.begin;
    candidate.is_bare = mark.is_bare;
    if (mark.title == ItemMark::Title::none && !has_body) take_title_behind(candidate);
    candidate.is_running = furniture_.is_running(text_.substr(candidate.begin, candidate.end - candidate.begin)) ||
                           (candidate.is_alone && furniture_.is_running(text_of(text_, block)));
    candidates_.push_back(std::move(candidate));
  }

  // The title may stand in the block behind the number, perhaps with its page in a third one.
  void take_title_behind(HeadingCandidate& candidate) {
    std::size_t next = candidate.first_block + 1;
    while (next < blocks_.size() && blocks_[next].kind == BlockKind::page_break) ++next;
    if (next >= blocks_.size()) return;
    const Block& block = blocks_[next];
    std::string_view title = text_of(text_, block);
    if (is_page_reference(title)) {
      candidate.has_page_number = true;
      return;
    }
    if (read_item_mark(form_, title.substr(0, kMarkBytes)) || is_part_heading(title)) return;
    const auto [known, part] = first_title(candidate.items, title);
    if (known.empty() && (title.size() > kTitleBytes || is_prose(title) || !is_styled(block))) return;
    for (Item& item : candidate.items) item.part = known.empty() ? item.part : part;
    candidate.title = known.empty() ? ItemMark::Title::other : ItemMark::Title::known;
    candidate.title_begin = block.begin;
    candidate.end = block.begin + (known.empty() ? title.size() : known.size());
    candidate.last_block = next;
    candidate.is_link = candidate.is_link && block.style.link;
    candidate.is_styled = candidate.is_styled || is_styled(block);
    const std::string_view tail = text_.substr(candidate.end, block.end - candidate.end);
    const std::size_t begin = tail.find_first_not_of(" \t\n.:-");
    candidate.body_begin = block.end;
    if (begin == std::string_view::npos) {
      candidate.has_page_number = page_number_at(next + 1);
    } else if (is_page_reference(tail.substr(begin))) {
      candidate.has_page_number = true;
    } else {
      candidate.body_begin = candidate.end + begin;
      candidate.is_alone = false;
    }
  }

  bool page_number_at(std::size_t index) const {
    return index < blocks_.size() && blocks_[index].kind != BlockKind::page_break &&
           is_page_reference(text_of(text_, blocks_[index])) && next_is_item(index + 1);
  }

  bool next_is_item(std::size_t index) const {
    return index < blocks_.size() &&
           read_item_mark(form_, text_of(text_, blocks_[index]).substr(0, kMarkBytes)).has_value();
  }

  // The title of one of the items with which a text begins, and the part whose title it is; all of the text where
  // nothing else follows.
  std::pair<std::string_view, std::uint8_t> first_title(const std::vector<Item>& items, std::string_view text) const {
    const std::string with_number = Item{0, items.front().number, items.front().letter}.full_name() + ". ";
    const std::string heading = with_number + std::string(text.substr(0, kMarkBytes));
    const auto mark = read_item_mark(form_, heading);
    if (!mark || mark->title != ItemMark::Title::known) return {};
    return {text.substr(0, mark->title_end - with_number.size()), mark->items.front().part};
  }

  // Where numbers come again, an item whose title does not tell its part stands in the part that has begun: with a
  // heading of its own, with an item before, or by beginning anew.
  void tell_parts() {
    if (!form_.has_parts()) return;
    Item last{1, 0, 0};
    std::size_t block = 0;
    for (HeadingCandidate& candidate : candidates_) {
      for (; block <= candidate.first_block; ++block) {
        const std::uint8_t begun = part_begun_in(text_of(text_, blocks_[block]));
        if (begun != 0) last = {begun, 0, 0};
      }
      if (candidate.item().part == 0 && candidate.item().number < last.number) ++last.part;
      for (Item& item : candidate.items) item.part = part_of(item, last.part);
      if (candidate.is_alone) last = candidate.item();
    }
  }

  std::uint8_t part_of(Item item, std::uint8_t begun) const {
    if (item.part != 0) return item.part;
    const std::vector<std::uint8_t> parts = form_.parts_of(item);
    const bool is_there = std::find(parts.begin(), parts.end(), begun) != parts.end();
    return is_there || parts.empty() ? std::min(begun, form_.items().back().part) : parts.back();
  }

  // Sentences and empty words between each candidate and the next ones.
  void measure_bodies() {
    std::vector<std::size_t> prose(blocks_.size() + 1, 0);
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
      const std::string_view line = text_of(text_, blocks_[i]);
      const bool is_entry = blocks_[i].style.link || !(ends_sentence(line) || line.size() > kLongEntry);
      const bool counts = !is_entry && is_prose(line) && !furniture_.holds(text_, blocks_, i);
      prose[i + 1] = prose[i] + (counts ? blocks_[i].size() : 0);
    }
    std::size_t next = candidates_.size();  // the next candidate of another item
    for (std::size_t k = candidates_.size(); k-- > 0;) {
      HeadingCandidate& candidate = candidates_[k];
      if (k + 1 < candidates_.size() && candidates_[k + 1].item() != candidate.item()) next = k + 1;
      const std::size_t end = next < candidates_.size() ? candidates_[next].first_block : blocks_.size();
      const std::size_t first = candidate.last_block + 1;
      candidate.prose_behind = end > first ? prose[end] - prose[first] : 0;
      const std::size_t end_of_text = next < candidates_.size() ? candidates_[next].begin : text_.size();
      candidate.bytes_behind = end_of_text - std::min(end_of_text, candidate.body_begin);
      const std::size_t rest = blocks_[candidate.last_block].end;
      const std::string_view run_in = text_.substr(candidate.body_begin, rest - std::min(rest, candidate.body_begin));
      if (is_prose(run_in)) candidate.prose_behind += run_in.size();
      candidate.void_behind = candidate.prose_behind == 0 && (is_void(run_in) || any_void(first, end));
    }
  }

  bool any_void(std::size_t first, std::size_t end) const {
    for (std::size_t i = first; i < std::min(end, first + 4); ++i) {
      if (is_void(text_of(text_, blocks_[i]))) return true;
    }
    return false;
  }

  // Entries of a table of contents follow each other in ascending order with no sentence between them.
  void mark_contents() {
    for (std::size_t first = 0; first < candidates_.size();) {
      std::size_t end = first + 1;
      while (end < candidates_.size() && follows_as_entry(end - 1, end)) ++end;
      if (is_contents(first, end)) {
        for (std::size_t k = first; k < end; ++k) candidates_[k].in_contents = true;
      }
      first = end;
    }
  }

  bool follows_as_entry(std::size_t before, std::size_t k) const {
    const HeadingCandidate& a = candidates_[before];
    const HeadingCandidate& b = candidates_[k];
    return a.item() < b.item() && a.prose_behind == 0 && b.begin - a.end <= kContentsGap;
  }

  bool is_contents(std::size_t first, std::size_t end) const {
    const std::size_t count = end - first;
    if (count < kLeastEntries) return false;
    std::size_t pages = 0;
    std::size_t links = 0;
    std::size_t empty = 0;
    for (std::size_t k = first; k < end; ++k) {
      pages += candidates_[k].has_page_number ? 1 : 0;
      links += candidates_[k].is_link ? 1 : 0;
      empty += candidates_[k].void_behind ? 1 : 0;
    }
    if (pages * 2 >= count) return true;
    // Items with nothing to say ("None.") follow each other in the body, too.
    return empty * 2 < count && (links * 2 >= count || count >= kCertainEntries);
  }

  // Numbers without the word "Item" are those of items where several of them are, and none has the word.
  void leave_numbers() {
    std::set<Item> bare;
    bool has_word = false;
    for (const HeadingCandidate& candidate : candidates_) {
      if (candidate.in_contents || candidate.title != ItemMark::Title::known) continue;
      if (candidate.is_bare) bare.insert(candidate.item());
      has_word = has_word || !candidate.is_bare;
    }
    if (bare.size() >= kLeastEntries && !has_word) return;
    std::erase_if(candidates_, [](const HeadingCandidate& candidate) { return candidate.is_number(); });
  }

  static double score(const HeadingCandidate& candidate) {
    constexpr double kFullBody = 400;  // bytes of prose from which on a section is one without doubt
    constexpr double kSomeBody = 200;  // bytes of any text that no table of contents has between its entries
    double score = 1.0;
    if (candidate.title == ItemMark::Title::known) score += 3.0;
    if (candidate.title == ItemMark::Title::other) score += 1.0;
    if (candidate.is_alone) score += 0.5;
    if (candidate.is_styled) score += 0.5;
    if (candidate.is_link) score -= 0.5;
    if (candidate.is_bare) score -= 1.5;
    score += std::min(1.5, static_cast<double>(candidate.prose_behind) / kFullBody);
    score += std::min(0.3, 0.3 * static_cast<double>(candidate.bytes_behind) / kSomeBody);
    if (candidate.has_page_number) score -= 3.0;
    if (candidate.is_continued) score -= 4.0;
    if (candidate.in_contents) score -= 8.0;
    return score;
  }

  const Form& form_;
  std::string_view text_;
  std::span<const Block> blocks_;
  const PageFurniture& furniture_;
  std::vector<HeadingCandidate> candidates_;
};

}  // namespace

bool HeadingCandidate::is_strong() const {
  return title == ItemMark::Title::known && score >= 3.5 && !is_number() && !in_contents && !is_running &&
         !is_continued && !has_page_number;
}

std::vector<HeadingCandidate> find_heading_candidates(const Form& form, std::string_view text,
                                                      std::span<const Block> blocks, const PageFurniture& furniture) {
  return CandidateFinder(form, text, blocks, furniture).find();
}

}  // namespace weir::sec
