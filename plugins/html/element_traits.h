// What the elements are to a reader of the page.
#pragma once

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
  LookChange change;
};

const ElementTraits& traits_of(Element element);

}  // namespace weir::html
