// Which encoding a page is in, after the HTML standard's "encoding sniffing algorithm" (section 13.2.3.2). What the
// transport said is not known here.
#pragma once

#include <cstddef>
#include <string_view>

#include "html/charset.h"

namespace weir::html {

struct PageEncoding {
  const Charset* charset;      // never null
  std::size_t mark_bytes = 0;  // of the byte order mark that the page begins with

  bool operator==(const PageEncoding&) const = default;
};

// Judges by the first window of the page. In this order: a byte order mark; what the page declares; bytes that are
// valid UTF-8; the likeliest encoding, where it is likely enough; windows-1252.
//
// Two declarations are not believed. Pages in windows-1252 are never valid UTF-8 beyond ASCII, so one that is was
// declared by a program that did not know. And a page in UTF-8 stays so with bytes that are none.
PageEncoding encoding_of(std::string_view beginning);

}  // namespace weir::html
