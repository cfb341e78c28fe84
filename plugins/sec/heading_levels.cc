#include "sec/heading_levels.h"

#include <algorithm>

#include "sec/block_text.h"

namespace weir::sec {
namespace {

constexpr int kLarge = 105;  // per cent
constexpr std::uint8_t kNoTag = 7;

bool is_sentence(std::string_view heading) {
  constexpr std::size_t kLongTitle = 110;
  while (heading.ends_with(' ')) heading.remove_suffix(1);
  return heading.ends_with('.') || heading.size() > kLongTitle;
}

}  // namespace

HeadingLook look_of(const Block& block) {
  const Style& style = block.style;
  HeadingLook look;
  look.tag_level = block.kind == BlockKind::heading ? block.level : kNoTag;
  look.size = style.size_percent > kLarge ? static_cast<std::uint16_t>(style.size_percent / 10) : 0;
  look.centred = style.centred;
  look.upper_case = style.upper_case;
  look.bold = style.bold;
  look.underlined = style.underlined;
  look.italic = style.italic;
  return look;
}

void HeadingLevels::add(const HeadingLook& look, std::string_view heading, bool follows_heading) {
  const auto found = std::find_if(seen_.begin(), seen_.end(), [&](const Seen& seen) { return seen.look == look; });
  const auto index = static_cast<std::size_t>(found - seen_.begin());
  if (found == seen_.end()) {
    if (seen_.size() == kMostLooks) return;
    seen_.push_back({look});
  }
  (is_sentence(heading) ? seen_[index].sentences : seen_[index].titles) += 1;
  if (follows_heading && last_ != index) ++followed_[{last_, index}];
  last_ = index;
}

HeadingLevels::Rank HeadingLevels::rank(std::size_t index) const {
  const Seen& seen = seen_[index];
  return {seen.look.tag_level, -static_cast<int>(seen.look.size), !seen.look.centred, !seen.look.upper_case,
          seen.sentences > seen.titles};
}

bool HeadingLevels::lies_above(std::size_t a, std::size_t b) const {
  const auto times = [&](std::size_t first, std::size_t second) {
    const auto found = followed_.find({first, second});
    return found == followed_.end() ? 0 : found->second;
  };
  return times(a, b) > times(b, a);
}

// Takes, again and again, the look of highest rank that lies below none of the rest.
std::vector<std::size_t> HeadingLevels::in_order() const {
  std::vector<std::size_t> rest(seen_.size());
  for (std::size_t i = 0; i < rest.size(); ++i) rest[i] = i;
  std::vector<std::size_t> order;
  while (!rest.empty()) {
    const auto lies_below_another = [&](std::size_t look) {
      return std::any_of(rest.begin(), rest.end(), [&](std::size_t other) { return lies_above(other, look); });
    };
    const auto next = std::min_element(rest.begin(), rest.end(), [&](std::size_t a, std::size_t b) {
      return std::tuple(lies_below_another(a), rank(a), a) < std::tuple(lies_below_another(b), rank(b), b);
    });
    order.push_back(*next);
    rest.erase(next);
  }
  return order;
}

std::map<HeadingLook, std::uint8_t> HeadingLevels::levels(std::uint8_t first, std::uint8_t last) const {
  std::map<HeadingLook, std::uint8_t> levels;
  std::vector<std::size_t> at_this_level;
  std::uint8_t level = first;
  for (const std::size_t look : in_order()) {
    const bool shares = std::all_of(at_this_level.begin(), at_this_level.end(), [&](std::size_t other) {
      return rank(other) == rank(look) && !meets(other, look);
    });
    if (!shares) {
      at_this_level.clear();
      level = std::min<std::uint8_t>(static_cast<std::uint8_t>(level + 1), last);
    }
    at_this_level.push_back(look);
    levels[seen_[look].look] = level;
  }
  return levels;
}

}  // namespace weir::sec
