#include "html/open_elements.h"

#include <algorithm>

#include "html/element_traits.h"

namespace weir::html {
namespace {

// A page that never closes its formatting would open more with each paragraph; the standard keeps three alike.
constexpr int kMaxAlike = 3;

Place place_of(const OpenElements::Entry& entry, Place inherited) {
  using enum Element;
  switch (entry.element) {
    case h1:
    case h2:
    case h3:
    case h4:
    case h5:
    case h6:
      return {BlockKind::heading,
              static_cast<std::uint8_t>(1 + static_cast<int>(entry.element) - static_cast<int>(h1))};
    case li:
    case dd:
    case dt:
      return {BlockKind::list_item, std::max<std::uint8_t>(entry.list_depth, 1)};
    case td:
    case th:
    case Element::table:
      return {};
    default:
      return inherited;
  }
}

bool opens_list(Element element) {
  return element == Element::ul || element == Element::ol || element == Element::dl || element == Element::menu ||
         element == Element::dir;
}

}  // namespace

OpenElements::OpenElements(Look look) { entries_.emplace_back().look = look; }

bool OpenElements::is_scope(Element element) { return traits_of(element).scope; }

std::uint32_t OpenElements::hash(std::string_view name) {
  std::uint32_t value = 2166136261;
  for (const char c : name) value = (value ^ static_cast<unsigned char>(c)) * 16777619;
  return value;
}

void OpenElements::open(Element element, std::string_view name, bool block, const LookChange& change,
                        std::uint32_t table) {
  Entry entry;
  entry.element = element;
  entry.name = element == Element::other ? hash(name) : 0;
  entry.block = block;
  entry.change = change;
  entry.table = table;
  if (traits_of(element).formatting) drop_repeated(entry);
  if (entries_.size() == kMaxDepth) {
    ++too_deep_;
    return;
  }
  entries_.push_back(entry);
  ++count_[static_cast<std::size_t>(element)];
  inherit(entries_.size() - 1);
}

const OpenElements::Entry* OpenElements::close(Element element, std::string_view name) {
  if (too_deep_ != 0) {
    --too_deep_;
    closed_ = {};
    return &closed_;
  }
  if (!has(element)) return nullptr;
  const ElementTraits& traits = traits_of(element);
  if (traits.formatting) return close_formatting(element);
  const std::uint32_t hashed = element == Element::other ? hash(name) : 0;
  const auto matches = [&](const Entry& entry) { return entry.element == element && entry.name == hashed; };
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
  const bool around_block = std::any_of(entries_.begin() + static_cast<std::ptrdiff_t>(at) + 1, entries_.end(),
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
  for (std::size_t i = at; i < entries_.size(); ++i) {
    if (i != at && !keeps_in && traits_of(entries_[i].element).formatting) {
      entries_[kept] = entries_[i];
      inherit(kept++);
    } else {
      --count_[static_cast<std::size_t>(entries_[i].element)];
    }
  }
  entries_.resize(kept);
  return &closed_;
}

const OpenElements::Entry* OpenElements::erase(std::size_t at) {
  closed_ = entries_[at];
  --count_[static_cast<std::size_t>(closed_.element)];
  entries_.erase(entries_.begin() + static_cast<std::ptrdiff_t>(at));
  for (std::size_t i = at; i < entries_.size(); ++i) inherit(i);
  return &closed_;
}

void OpenElements::inherit(std::size_t at) {
  const Entry& parent = entries_[at - 1];
  Entry& entry = entries_[at];
  entry.look = entry.change.applied_to(parent.look);
  entry.list_depth = static_cast<std::uint8_t>(std::min(parent.list_depth + (opens_list(entry.element) ? 1 : 0), 255));
  if (entry.element != Element::table) entry.table = parent.table;
  entry.place = place_of(entry, parent.place);
}

void OpenElements::drop_repeated(const Entry& entry) {
  int alike = 0;
  std::size_t earliest = 0;
  for (std::size_t at = entries_.size() - 1; at != 0 && !is_scope(entries_[at].element); --at) {
    if (entries_[at].element != entry.element || entries_[at].change != entry.change) continue;
    ++alike;
    earliest = at;
  }
  if (alike >= kMaxAlike) erase(earliest);
}

}  // namespace weir::html
