// What the elements are to a reader of the page.
#pragma once

#include <array>
#include <cstdint>

#include "html/element.h"
#include "html/look.h"

namespace weir::html {

struct ElementTraits {
  bool is_void = false;     // has no end tag: what follows does not stand inside
  bool block = false;       // its text stands on lines of its own
  bool formatting = false;  // goes on where it was not closed inside of a block that was
  bool scope = false;       // what was opened outside cannot be closed inside
  bool table_part = false;  // closes whatever is open between it and its table
  bool closes_paragraph = false;
  bool closes_others = false;   // ends elements before it that have no end tag
  bool ends_otherwise = false;  // its end tag does more than to close it
  bool opens_list = false;
  bool places = false;  // says what kind of block its text is
  LookChange change;
};

extern const std::array<ElementTraits, kElementCount> kElementTraits;

inline const ElementTraits& traits_of(Element element) { return kElementTraits[static_cast<std::size_t>(element)]; }

}  // namespace weir::html
