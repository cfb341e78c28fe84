// The elements that are open at a place of the page, and what text there looks like: as much of the standard's tree
// construction as decides how text looks and where it stands. No tree is built. The number of elements remembered is
// bounded: below kMaxDepth, text looks as at kMaxDepth.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <vector>

#include "html/block_writer.h"
#include "html/element.h"
#include "html/element_traits.h"
#include "html/look.h"
#include "html/tag_meaning.h"

namespace weir::html {

class OpenElements {
 public:
  static constexpr std::size_t kMaxDepth = 512;

  struct Entry {
    Element element = Element::other;
    std::uint8_t list_depth = 0;
    bool block = false;
    std::uint32_t name = 0;  // as in TagMeaning
    LookChange change;
    // With all that is inherited:
    Look look;
    Place place;
    std::uint32_t table = 0;  // ordinal of the table it stands in
  };

  // `look` is that of text outside of any element.
  explicit OpenElements(Look look);

  // Where text stands now.
  const Entry& current() const { return entries_[depth_]; }
  bool has(Element element) const { return count_[static_cast<std::size_t>(element)] != 0; }
  template <class... Elements>
  bool has_any(Elements... elements) const {
    return (has(elements) || ...);
  }

  // Opens an element in the current one; `table` is the ordinal of the table that begins last.
  void open(const TagMeaning& tag, std::uint32_t table);

  // Closes what the element's end tag closes, and returns it; null where that is nothing. Valid until the next call.
  const Entry* close(Element element, std::uint32_t name) {
    const Entry& entry = current();
    const bool is_current = entry.element == element && entry.name == name && depth_ != 0 && too_deep_ == 0;
    return is_current ? close_current() : close_outer(element, name);
  }

  // Closes the innermost of `elements` that is open, unless one of `limits` is open inside of it.
  const Entry* close_innermost(std::initializer_list<Element> elements, std::initializer_list<Element> limits);

  static bool is_scope(Element element);

 private:
  template <class Match, class Limit>
  std::size_t find(Match&& match, Limit&& limit) const {
    for (std::size_t at = depth_; at != 0; --at) {
      if (match(entries_[at])) return at;
      if (limit(entries_[at])) break;
    }
    return 0;
  }

  const Entry* close_current() {
    --count_[static_cast<std::size_t>(current().element)];
    return &entries_[depth_--];
  }
  const Entry* close_outer(Element element, std::uint32_t name);
  const Entry* close_formatting(Element element);
  const Entry* close_at(std::size_t at);
  const Entry* erase(std::size_t at);
  void inherit(std::size_t at);
  static void inherit(const Entry& parent, const ElementTraits& traits, Entry& entry);
  void drop_repeated(const TagMeaning& tag);

  std::vector<Entry> entries_;  // of fixed size; the first is the page itself
  std::size_t depth_ = 0;       // of the current one
  std::array<std::uint32_t, kElementCount> count_{};
  Entry closed_;
  std::size_t too_deep_ = 0;  // elements open beyond kMaxDepth
};

}  // namespace weir::html
