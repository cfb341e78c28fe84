// What a tag means to a reader of the page. Follows from the tag's bytes alone, wherever it stands.
#pragma once

#include <cstdint>

#include "html/element.h"
#include "html/look.h"

namespace weir::html {

struct TagMeaning {
  Element element = Element::other;
  bool is_end = false;
  bool self_closing = false;
  bool block = false;      // of a start tag: the text inside stands on lines of its own
  std::uint32_t name = 0;  // a hash, which tells elements apart that have no name of their own here
  LookChange change;       // of a start tag: what the element and its attributes say
};

}  // namespace weir::html
