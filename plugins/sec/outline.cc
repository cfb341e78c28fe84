#include "sec/outline.h"

#include <algorithm>
#include <cstdint>
#include <map>

#include <re2/re2.h>

#include "sec/block_text.h"
#include "sec/match.h"
#include "sec/squeezed_text.h"

namespace weir::sec {
namespace {

// Items numbered in the body from which on a report is one whose headings have numbers.
constexpr std::size_t kNumberedReport = 5;
// More candidates than this are of no item's heading; the best of each item are kept.
constexpr std::size_t kMostOfAnItem = 64;

bool is_signatures(std::string_view text) {
  static const RE2 kSignatures("(?i)\\s*signatures?\\s*[.:]?\\s*");
  return matches_whole(text, kSignatures);
}

}  // namespace

Outline::Outline(const Form& form, std::string_view text, std::span<const Block> blocks, const PageFurniture& furniture)
    : form_(form),
      text_(text),
      blocks_(blocks),
      furniture_(furniture),
      candidates_(find_heading_candidates(form, text, blocks, furniture)) {
  choose();
  if (chain_.size() < kNumberedReport) return;
  for (const Item item : form_.items()) {
    if (chosen(item) || !is_listed(item)) continue;
    if (const Block* title = find_title(item)) titles_[item] = title;
  }
}

// The candidates that anything speaks for, no more than the best few of each item.
std::vector<std::size_t> Outline::usable_candidates() const {
  std::vector<std::size_t> order;
  for (std::size_t k = 0; k < candidates_.size(); ++k) {
    if (candidates_[k].score > 0) order.push_back(k);
  }
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return candidates_[a].score > candidates_[b].score; });
  std::map<Item, std::size_t> kept;
  std::erase_if(order, [&](std::size_t k) { return ++kept[candidates_[k].item()] > kMostOfAnItem; });
  std::sort(order.begin(), order.end());
  return order;
}

// The sequence of candidates, ascending in the text and in the form, with the highest sum of scores. Of equal ones the
// earlier candidate wins: headings that are repeated on each page are first of all headings.
void Outline::choose() {
  const std::vector<std::size_t> usable = usable_candidates();
  struct Best {
    double score = 0;
    std::size_t previous = SIZE_MAX;  // in usable
  };
  std::vector<Best> best(usable.size());
  std::size_t last = SIZE_MAX;
  for (std::size_t i = 0; i < usable.size(); ++i) {
    const HeadingCandidate& candidate = candidates_[usable[i]];
    best[i].score = candidate.score;
    for (std::size_t j = 0; j < i; ++j) {
      const HeadingCandidate& before = candidates_[usable[j]];
      if (!(before.item() < candidate.item()) || before.end > candidate.begin) continue;
      const double score = best[j].score + candidate.score;
      if (score > best[i].score) best[i] = {score, j};
    }
    if (last == SIZE_MAX || best[i].score > best[last].score) last = i;
  }
  for (; last != SIZE_MAX; last = best[last].previous) chain_.push_back(usable[last]);
  std::reverse(chain_.begin(), chain_.end());
}

bool Outline::is_listed(Item item) const {
  return std::any_of(candidates_.begin(), candidates_.end(), [&](const HeadingCandidate& candidate) {
    return (candidate.in_contents || candidate.has_page_number) &&
           std::find(candidate.items.begin(), candidate.items.end(), item) != candidate.items.end();
  });
}

// The heading of the outline; else one that stands out of order, if there is no doubt about it.
const HeadingCandidate* Outline::chosen(Item item) const {
  const auto names = [&](const HeadingCandidate& candidate) {
    return std::find(candidate.items.begin(), candidate.items.end(), item) != candidate.items.end();
  };
  for (const std::size_t k : chain_) {
    if (names(candidates_[k])) return &candidates_[k];
  }
  for (const HeadingCandidate& candidate : candidates_) {
    if (names(candidate) && candidate.is_strong() && candidate.is_alone && candidate.is_styled &&
        candidate.prose_behind > 0) {
      return &candidate;
    }
  }
  return nullptr;
}

std::optional<SectionPlace> Outline::section(Item item) const {
  SectionPlace place;
  const HeadingCandidate* heading = chosen(item);
  if (heading) {
    place = {heading->items, heading->begin, heading->end, heading->title_begin, heading->body_begin, 0};
  } else if (const auto found = titles_.find(item); found != titles_.end()) {
    const Block& title = *found->second;
    place = {{item}, title.begin, title.end, title.begin, title.end, 0};
  } else {
    return std::nullopt;
  }
  place.end = end_behind(place.body_begin, heading ? heading->item() : item, heading);
  place.end = without_furniture_at_end(place.body_begin, end_before_title(place, item));
  return place;
}

// The block behind the last entry of contents before a candidate.
std::size_t Outline::first_behind_contents(std::size_t candidate) const {
  while (candidate > 0) {
    if (candidates_[--candidate].in_contents) return candidates_[candidate].last_block + 1;
  }
  return 0;
}

const Block* Outline::find_title(Item item) const {
  const auto after =
      std::find_if(chain_.begin(), chain_.end(), [&](std::size_t k) { return candidates_[k].item() > item; });
  if (after == chain_.end()) return nullptr;
  const std::size_t first =
      after == chain_.begin() ? first_behind_contents(*after) : candidates_[*(after - 1)].last_block + 1;
  for (std::size_t i = first; i < candidates_[*after].first_block; ++i) {
    const bool may_be = is_styled(blocks_[i]) && !furniture_.holds(text_, blocks_, i);
    if (may_be && is_title_of(form_, item, text_of(text_, blocks_[i]))) return &blocks_[i];
  }
  return nullptr;
}

// Where the heading of a later item that lost its number cuts the section; else its end.
std::size_t Outline::end_before_title(const SectionPlace& place, Item item) const {
  std::size_t end = place.end;
  for (const auto& [later, title] : titles_) {
    if (later > item && title->begin >= place.body_begin) end = std::min(end, title->begin);
  }
  return end;
}

// A section ends where the next heading begins: of the outline, or another one without doubt, or of the next part; else
// before the signatures, else with the text.
std::size_t Outline::end_behind(std::size_t begin, Item item, const HeadingCandidate* heading) const {
  std::size_t end = text_.size();
  for (std::size_t k = 0; k < candidates_.size(); ++k) {
    const HeadingCandidate& candidate = candidates_[k];
    if (candidate.begin < begin || &candidate == heading) continue;
    if (heading && candidate.item() == heading->item()) continue;
    const bool in_outline = std::binary_search(chain_.begin(), chain_.end(), k);
    if (!in_outline && !(candidate.is_strong() && candidate.is_alone && candidate.is_styled)) continue;
    end = candidate.begin;
    break;
  }
  const std::uint8_t part = form_.part_of(item);
  for (const Block& block : blocks_) {
    if (block.begin >= end) break;
    if (block.begin < begin) continue;
    const std::string_view line = text_of(text_, block);
    if (is_signatures(line) || (part != 0 && part_begun_in(line) > part)) return block.begin;
  }
  return end;
}

std::size_t Outline::without_furniture_at_end(std::size_t begin, std::size_t end) const {
  const auto first_behind = std::lower_bound(blocks_.begin(), blocks_.end(), end,
                                             [](const Block& a, std::size_t offset) { return a.begin < offset; });
  for (auto i = static_cast<std::size_t>(first_behind - blocks_.begin()); i-- > 0;) {
    const Block& block = blocks_[i];
    // The section's text begins in this block, or the heading ends in it.
    if (block.begin < begin) return std::max(begin, std::min(block.end, end));
    const std::string_view line = text_of(text_, block);
    if (!furniture_.holds(text_, blocks_, i) && !is_part_heading(line) && !is_contents_link(line) &&
        !is_item_number(line)) {
      return std::min(end, block.end);
    }
  }
  return begin;
}

}  // namespace weir::sec
