#include "html/open_elements.h"

#include <algorithm>

#include "html/element_traits.h"

namespace weir::html {
namespace {

// A page that never closes its formatting would open more with each paragraph; the standard keeps three alike.
constexpr std::uint32_t kMaxAlike = 3;

// For elements that say so; the others inherit.
Place place_of(Element element, std::uint8_t list_depth) {
  using enum Element;
  if (element >= h1 && element <= h6) {
    return {BlockKind::heading, static_cast<std::uint8_t>(1 + static_cast<int>(element) - static_cast<int>(h1))};
  }
  if (element == li || element == dd || element == dt) {
    return {BlockKind::list_item, std::max<std::uint8_t>(list_depth, 1)};
  }
  return {};
}

}  // namespace

OpenElements::OpenElements(Look look) : entries_(kMaxDepth) { entries_.front().look = look; }

inline void OpenElements::inherit(const Entry& parent, const ElementTraits& traits, Entry& entry) {
  entry.look = entry.change.applied_to(parent.look);
  entry.list_depth = parent.list_depth;
  if (traits.opens_list && entry.list_depth < UINT8_MAX) ++entry.list_depth;
  if (entry.element != Element::table) entry.table = parent.table;
  entry.place = traits.places ? place_of(entry.element, entry.list_depth) : parent.place;
}

bool OpenElements::is_scope(Element element) { return traits_of(element).scope; }

void OpenElements::open(const TagMeaning& tag, std::uint32_t table) {
  const ElementTraits& traits = traits_of(tag.element);
  if (traits.formatting && count_[static_cast<std::size_t>(tag.element)] >= kMaxAlike) drop_repeated(tag);
  if (depth_ + 1 == kMaxDepth) {
    ++too_deep_;
    return;
  }
  ++count_[static_cast<std::size_t>(tag.element)];
  const Entry& parent = entries_[depth_];
  Entry& entry = entries_[++depth_];
  entry.element = tag.element;
  entry.name = tag.name;
  entry.block = tag.block;
  entry.change = tag.change;
  entry.table = table;
  inherit(parent, traits, entry);
}

// What may be left open inside of the element is closed with it.
const OpenElements::Entry* OpenElements::close_outer(Element element, std::uint32_t name) {
  if (too_deep_ != 0) {
    --too_deep_;
    closed_ = {};
    return &closed_;
  }
  if (!has(element)) return nullptr;
  const auto matches = [&](const Entry& entry) { return entry.element == element && entry.name == name; };
  const ElementTraits& traits = traits_of(element);
  if (traits.formatting) return close_formatting(element);
  std::size_t at = 0;
  if (traits.table_part) {
    at = find(matches, [](const Entry& entry) { return entry.element == Element::table; });
  } else if (traits.block) {
    at = find(matches, [](const Entry& entry) { return is_scope(entry.element); });
  } else {
    at = find(matches, [](const Entry& entry) { return entry.block; });
  }
  return at == 0 ? nullptr : close_at(at);
}

const OpenElements::Entry* OpenElements::close_innermost(std::initializer_list<Element> elements,
                                                         std::initializer_list<Element> limits) {
  if (std::none_of(elements.begin(), elements.end(), [&](Element element) { return has(element); })) return nullptr;
  const auto in = [](std::initializer_list<Element> list) {
    return [list](const Entry& entry) { return std::find(list.begin(), list.end(), entry.element) != list.end(); };
  };
  const std::size_t at = find(in(elements), in(limits));
  return at == 0 ? nullptr : close_at(at);
}

// `<b><p>…</b>` ends the bold type inside the paragraph, which stays open.
const OpenElements::Entry* OpenElements::close_formatting(Element element) {
  const std::size_t at = find([&](const Entry& entry) { return entry.element == element; },
                              [](const Entry& entry) { return is_scope(entry.element); });
  if (at == 0) return nullptr;
  const bool around_block = std::any_of(entries_.begin() + static_cast<std::ptrdiff_t>(at) + 1,
                                        entries_.begin() + static_cast<std::ptrdiff_t>(depth_) + 1,
                                        [](const Entry& entry) { return entry.block; });
  return around_block ? erase(at) : close_at(at);
}

// Closes an element and all that is inside of it. Formatting that was not closed goes on behind it, unless the element
// is one that keeps it in, as a table cell does.
const OpenElements::Entry* OpenElements::close_at(std::size_t at) {
  closed_ = entries_[at];
  const ElementTraits& traits = traits_of(closed_.element);
  const bool keeps_in = traits.scope || traits.table_part;
  std::size_t kept = at;
  for (std::size_t i = at; i <= depth_; ++i) {
    if (i != at && !keeps_in && traits_of(entries_[i].element).formatting) {
      entries_[kept] = entries_[i];
      inherit(kept++);
    } else {
      --count_[static_cast<std::size_t>(entries_[i].element)];
    }
  }
  depth_ = kept - 1;
  return &closed_;
}

const OpenElements::Entry* OpenElements::erase(std::size_t at) {
  closed_ = entries_[at];
  --count_[static_cast<std::size_t>(closed_.element)];
  for (std::size_t i = at; i < depth_; ++i) {
    entries_[i] = entries_[i + 1];
    inherit(i);
  }
  --depth_;
  return &closed_;
}

void OpenElements::inherit(std::size_t at) { inherit(entries_[at - 1], traits_of(entries_[at].element), entries_[at]); }

// The element is about to be opened.
void OpenElements::drop_repeated(const TagMeaning& tag) {
  std::uint32_t alike = 0;
  std::size_t earliest = 0;
  for (std::size_t at = depth_; at != 0 && !is_scope(entries_[at].element); --at) {
    if (entries_[at].element != tag.element || entries_[at].change != tag.change) continue;
    ++alike;
    earliest = at;
  }
  if (alike >= kMaxAlike) erase(earliest);
}

}  // namespace weir::html
